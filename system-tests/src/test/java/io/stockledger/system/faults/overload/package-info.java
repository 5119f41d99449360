/**
 * The measurement of a command service that gets more commands than it can take. May import the
 * cluster package, JUnit and AssertJ.
 */
@NullMarked
package io.stockledger.system.faults.overload;

import org.jspecify.annotations.NullMarked;
