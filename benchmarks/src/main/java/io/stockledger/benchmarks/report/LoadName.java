package io.stockledger.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * What a load is called.
 *
 * @param id for programs, unique within its section
 * @param table the heading it stands under
 * @param text for people
 * @param baseline the id of what it is compared with, measured before it in the same run; null for
 *     a baseline itself
 */
public record LoadName(String id, String table, String text, @Nullable String baseline) {}
