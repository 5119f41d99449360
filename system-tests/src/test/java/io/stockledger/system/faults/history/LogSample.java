package io.stockledger.system.faults.history;

import java.util.Map;

/**
 * The state of the log and of the topic at some instant between two times of the monotonic clock.
 * The values are read in the order of the components, so that later ones are never older.
 *
 * @param head the position of the last event of the log
 * @param published the checkpoint of the relay
 * @param endOffsets the end of each partition of the topic; empty if Kafka did not answer
 */
public record LogSample(
        long beginNanos, long endNanos, long head, long published, Map<Integer, Long> endOffsets) {}
