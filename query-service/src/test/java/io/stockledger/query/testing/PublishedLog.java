package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;

import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The event log of a test as the relay knows it, and which of its events are in the topic. */
final class PublishedLog {

    private final TreeMap<Long, EventEnvelope> events = new TreeMap<>();
    private final List<TreeSet<Long>> partitions = new ArrayList<>();
    private final TreeSet<Long> unpublished = new TreeSet<>();
    private LogEpoch epoch = new LogEpoch(UUID.randomUUID(), 1);
    private @Nullable String halted;

    PublishedLog(int partitions) {
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new TreeSet<>());
        }
    }

    synchronized void append(List<EventEnvelope> appended) {
        for (EventEnvelope event : appended) {
            if (partitions.get(partition(event.aggregateId())).add(event.position())) {
                events.put(event.position(), event);
                unpublished.add(event.position());
            }
        }
    }

    synchronized void acknowledged(List<EventEnvelope> sent) {
        sent.forEach(event -> unpublished.remove(event.position()));
    }

    /** The log was restored: these are all its events, and none is published in its new epoch. */
    synchronized void restore(List<EventEnvelope> restored) {
        events.clear();
        unpublished.clear();
        partitions.forEach(TreeSet::clear);
        epoch = new LogEpoch(UUID.randomUUID(), epoch.number() + 1);
        append(restored);
    }

    /** The topic is empty again. */
    synchronized void publishAgain() {
        unpublished.addAll(events.keySet());
    }

    synchronized void halt(@Nullable String reason) {
        halted = reason;
    }

    synchronized LogEpoch epoch() {
        return epoch;
    }

    synchronized long previous(EventEnvelope event) {
        Long previous = partitions.get(partition(event.aggregateId())).lower(event.position());
        return previous == null ? 0 : previous;
    }

    /** The partition of a product, as Kafka's producers choose it. */
    int partition(String productId) {
        byte[] key = productId.getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions.size();
    }

    synchronized Heartbeat heartbeat(String topicId) {
        Instant at = Instant.now();
        long head = events.isEmpty() ? 0 : events.lastKey();
        long published = head;
        Instant through = at;
        if (!unpublished.isEmpty()) {
            EventEnvelope first = events.get(unpublished.getFirst());
            Long before = events.lowerKey(unpublished.getFirst());
            published = before == null ? 0 : before;
            through = first == null || first.occurredAt().isAfter(at) ? at : first.occurredAt();
        }
        EventEnvelope last = events.get(published);
        return new Heartbeat(
                epoch,
                1,
                topicId,
                head,
                published,
                last == null ? null : last.eventId(),
                at,
                through,
                lastPositions(published),
                halted);
    }

    private List<Long> lastPositions(long published) {
        var last = new ArrayList<Long>();
        for (TreeSet<Long> partition : partitions) {
            Long position = partition.floor(published);
            last.add(position == null ? 0L : position);
        }
        return last;
    }
}
