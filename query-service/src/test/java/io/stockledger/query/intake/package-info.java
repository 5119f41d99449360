/** Tests of the way from the topic to the tables. */
@NullMarked
package io.stockledger.query.intake;

import org.jspecify.annotations.NullMarked;
