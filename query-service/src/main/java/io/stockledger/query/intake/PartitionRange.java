package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.generations.PartitionAdvance;
import io.stockledger.query.generations.PositionChain;
import io.stockledger.query.intake.ReceivedRecord.ReadableEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The part of a partition that a batch covers.
 *
 * @param firstOffset the offset of the first record
 * @param end the progress of a generation that receives all records up to the last one
 */
record PartitionRange(long firstOffset, PartitionAdvance end) {

    int partition() {
        return end.partition();
    }

    /** The ranges of the records that it is given in the order of their offsets. */
    static final class Builder {

        private final TreeMap<Integer, Partition> partitions = new TreeMap<>();

        /**
         * Adds a record. Only a record of the relay extends the chain of positions.
         *
         * @param received the record as it was read; null if it has no product or is not taken
         */
        void add(int partition, long offset, RecordPlace place, @Nullable ReceivedRecord received) {
            partitions
                    .computeIfAbsent(partition, _ -> new Partition(offset))
                    .add(offset, place, received);
        }

        List<PartitionRange> build() {
            var ranges = new ArrayList<PartitionRange>(partitions.size());
            partitions.forEach((number, partition) -> ranges.add(partition.range(number)));
            return List.copyOf(ranges);
        }
    }

    private static final class Partition {

        private final long firstOffset;
        private final PositionChain chain = new PositionChain();
        private long nextOffset;
        private long position;
        private @Nullable Instant occurredAt;

        Partition(long firstOffset) {
            this.firstOffset = firstOffset;
        }

        void add(long offset, RecordPlace place, @Nullable ReceivedRecord received) {
            nextOffset = offset + 1;
            if (received == null || !place.isKnown()) {
                return;
            }
            if (received instanceof ReadableEvent(EventEnvelope event, var _)) {
                if (event.position() != place.position()) {
                    return;
                }
                if (occurredAt == null || event.occurredAt().isAfter(occurredAt)) {
                    occurredAt = event.occurredAt();
                }
            }
            position = Math.max(position, place.position());
            chain.add(place.position(), place.previous());
        }

        PartitionRange range(int number) {
            return new PartitionRange(
                    firstOffset,
                    new PartitionAdvance(number, nextOffset, position, occurredAt, chain.links()));
        }
    }
}
