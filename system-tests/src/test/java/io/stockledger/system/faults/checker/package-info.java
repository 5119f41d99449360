/**
 * Decides whether the history of a fault test keeps the promises of the system. The checks are pure
 * functions of the evidence. May import the history package, the JDK, Jackson and JSpecify.
 */
@NullMarked
package io.stockledger.system.faults.checker;

import org.jspecify.annotations.NullMarked;
