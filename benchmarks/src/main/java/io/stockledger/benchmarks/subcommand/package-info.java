/**
 * The frame that all subcommands of {@code ./bench} share: their options, and the run of a section
 * from the start of Postgres to the report. May import picocli, the load times, the benchmarks'
 * Postgres and the report.
 */
@NullMarked
package io.stockledger.benchmarks.subcommand;

import org.jspecify.annotations.NullMarked;
