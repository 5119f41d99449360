/**
 * Bugs that tests plant into a running service with a Java agent, to show that the checker finds
 * them. The classes of the agent run inside a service and find its classes by name only. May import
 * Byte Buddy, the JDK and JSpecify.
 */
@NullMarked
package io.stockledger.system.faults.planted;

import org.jspecify.annotations.NullMarked;
