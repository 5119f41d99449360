/**
 * The load of a fault test: clients that send commands and reads and record what they see. May
 * import the history package, the JDK, Jackson and JSpecify.
 */
@NullMarked
package io.stockledger.system.faults.workload;

import org.jspecify.annotations.NullMarked;
