package io.stockledger.command.relay;

import org.apache.kafka.common.utils.Utils;

import java.util.List;
import java.util.stream.LongStream;

/**
 * For each partition of the topic, the position of the last event up to one position whose product
 * belongs to the partition; 0 if it has none. By the log, not by what was sent. Immutable.
 */
final class LastPositions {

    private final long position;
    private final long[] byPartition;

    /** The last positions up to {@code position}; the caller does not change the array later. */
    LastPositions(long position, long[] byPartition) {
        this.position = position;
        this.byPartition = byPartition;
    }

    /** The partition of a product: murmur2 of the key, as Kafka's own producer chooses it. */
    static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** The position up to which the last positions are those of the log. */
    long position() {
        return position;
    }

    /** A copy, by partition. */
    long[] toArray() {
        return byPartition.clone();
    }

    /** A copy, by partition. */
    List<Long> toList() {
        return LongStream.of(byPartition).boxed().toList();
    }
}
