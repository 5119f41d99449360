/**
 * Instances of the command side in this process, and the requests that the loads send to them. May
 * import the command service, the load generators and the benchmarks' database.
 */
@NullMarked
package io.stockledger.benchmarks.instance;

import org.jspecify.annotations.NullMarked;
