package io.stockledger.query.generations;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The progress that a batch makes in one partition of the topic.
 *
 * @param nextOffset the offset after the last record
 * @param position the highest log position of an event; 0 without an event
 * @param occurredAt the latest time at which one of the events occurred; null if none could be read
 * @param links the chain of the positions, in the order of the records
 */
public record PartitionAdvance(
        int partition,
        long nextOffset,
        long position,
        @Nullable Instant occurredAt,
        List<ChainLink> links) {}
