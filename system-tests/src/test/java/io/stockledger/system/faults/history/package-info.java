/**
 * What the clients of a fault test have seen, and the event log as it is after the faults. May
 * import the JDK, Jackson and JSpecify.
 */
@NullMarked
package io.stockledger.system.faults.history;

import org.jspecify.annotations.NullMarked;
