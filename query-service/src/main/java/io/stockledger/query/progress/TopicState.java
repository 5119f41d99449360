package io.stockledger.query.progress;

import java.time.Instant;
import java.util.SortedMap;

/** What one look at the topic found. */
public sealed interface TopicState {

    /**
     * The topic is there.
     *
     * @param topicId the id that the broker gave it
     * @param endOffsets the offset after the last record, by partition
     * @param at an instant before the offsets were asked for
     */
    record Present(String topicId, SortedMap<Integer, Long> endOffsets, Instant at)
            implements TopicState {}

    /** Kafka answers and has no such topic. */
    record Missing() implements TopicState {}

    /** Kafka does not answer. */
    record Unreachable(String cause) implements TopicState {}
}
