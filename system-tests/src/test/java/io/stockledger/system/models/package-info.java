/**
 * The folds of events that share no code, on the same random histories: the aggregate of the
 * command service, the model of the verification and the checker of the fault tests. May import the
 * domain of the command service, the verification and the checker.
 */
@NullMarked
package io.stockledger.system.models;

import org.jspecify.annotations.NullMarked;
