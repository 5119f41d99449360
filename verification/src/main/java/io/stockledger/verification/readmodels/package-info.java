/**
 * Compares the rows of the read models with the fold of the events. It knows the tables of the
 * present version of each projection, and none of the code that writes them. May import the
 * verification's model and the events.
 */
@NullMarked
package io.stockledger.verification.readmodels;

import org.jspecify.annotations.NullMarked;
