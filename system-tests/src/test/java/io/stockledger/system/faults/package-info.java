/**
 * Tests of the whole system under faults. A seed decides the load and the faults; clients record
 * every call, and a checker compares their history with the event log, the topic and the views. May
 * import the packages below it and JUnit.
 */
@NullMarked
package io.stockledger.system.faults;

import org.jspecify.annotations.NullMarked;
