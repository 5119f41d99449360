package io.stockledger.query.progress;

import java.util.SortedMap;

/** The state of the topic at one observation. */
public sealed interface TopicState {

    /**
     * The topic exists.
     *
     * @param topicId the id that the broker gave it
     * @param endOffsets by partition, the offset after the last record
     */
    record ExistingTopic(String topicId, SortedMap<Integer, Long> endOffsets)
            implements TopicState {}

    /** Kafka answers and has no such topic. */
    record MissingTopic() implements TopicState {}

    /**
     * TLS or the login of Kafka refuses the connection.
     *
     * @param explanation the cause and the cure
     */
    record RefusedConnection(String explanation) implements TopicState {}

    /** Kafka does not answer. */
    record UnreachableBroker(String cause) implements TopicState {}
}
