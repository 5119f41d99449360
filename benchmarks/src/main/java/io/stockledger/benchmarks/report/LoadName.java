package io.stockledger.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * The names of a load.
 *
 * @param id for programs, unique within the section
 * @param table the heading of its table
 * @param text for readers
 * @param baseline the id of the load that it is compared with, which the same run measured before;
 *     null if the load is a baseline itself
 */
public record LoadName(String id, String table, String text, @Nullable String baseline) {}
