/**
 * What the events of one product add up to, shared by the read models that need it. Pure Java: may
 * import the events, the JDK, JSpecify and Jackson.
 */
@NullMarked
package io.stockledger.query.stock;

import org.jspecify.annotations.NullMarked;
