/**
 * Measures {@code ./stockledger verify} on an event log of millions of events. May import the
 * processes of the services, the load interface, the benchmarks' databases, the report, the local
 * stack and the subcommand frame.
 */
@NullMarked
package io.stockledger.benchmarks.verification;

import org.jspecify.annotations.NullMarked;
