/**
 * What all reads answer alike where the view itself cannot be read. May import the HTTP edge and
 * Spring, and no read model.
 */
@NullMarked
package io.stockledger.query.http;

import org.jspecify.annotations.NullMarked;
