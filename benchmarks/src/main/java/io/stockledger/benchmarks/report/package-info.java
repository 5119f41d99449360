/**
 * What a benchmark says: its progress, its figures as JSON, and the one document that is rendered
 * from all the JSON there is. May import the load generators' figures and Jackson.
 */
@NullMarked
package io.stockledger.benchmarks.report;

import org.jspecify.annotations.NullMarked;
