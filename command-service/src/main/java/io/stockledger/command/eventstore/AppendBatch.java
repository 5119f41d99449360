package io.stockledger.command.eventstore;

import java.util.List;
import java.util.Map;

/**
 * What one append call writes and what it rests on.
 *
 * @param expectedVersions the version of each stream that the decisions were made on, also of
 *     streams that get no event
 * @param events the events to write, in order
 */
public record AppendBatch(Map<String, Long> expectedVersions, List<NewEvent> events) {}
