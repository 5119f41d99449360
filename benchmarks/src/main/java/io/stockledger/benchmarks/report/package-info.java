/**
 * The output of a benchmark: its progress, its figures as JSON, and the document that is rendered
 * from all JSON files. May import the figures of the load generators, and Jackson.
 */
@NullMarked
package io.stockledger.benchmarks.report;

import org.jspecify.annotations.NullMarked;
