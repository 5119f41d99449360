/**
 * What an aggregate with a very long past costs, beside one that is new. May import the instance,
 * the loads, the databases and the report.
 */
@NullMarked
package io.stockledger.benchmarks.aggregate;

import org.jspecify.annotations.NullMarked;
