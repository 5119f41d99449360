package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendBatch.Followed;
import io.stockledger.command.eventstore.AppendBatch.NewReceipt;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventEnvelope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A real event store that keeps its log in memory. One lock does what the lock of the log's head
 * does in Postgres.
 */
public final class InMemoryEventStore implements EventStore {

    private final List<EventEnvelope> log = new ArrayList<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Receipt> receipts = new HashMap<>();

    @Override
    public synchronized AppendResult append(AppendBatch batch) {
        var conflicts = new ArrayList<VersionConflict>();
        batch.expectedVersions()
                .forEach(
                        (stream, expected) -> {
                            if (isConfirmed(stream, batch.followed())) {
                                return;
                            }
                            long actual = versions.getOrDefault(stream, 0L);
                            if (actual != expected) {
                                conflicts.add(new VersionConflict(stream, expected, actual));
                            }
                        });
        Set<String> known = new LinkedHashSet<>(batch.keys());
        known.retainAll(receipts.keySet());
        return conflicts.isEmpty() && known.isEmpty()
                ? write(batch)
                : new Conflicted(conflicts, known);
    }

    @Override
    public synchronized Appended appendExclusively(
            long followed, Function<NewerEvents, AppendBatch> decide) {
        boolean isTold = followed >= 0 && log.size() - followed <= NEWER_EVENTS_MAX;
        List<EventEnvelope> after =
                isTold ? List.copyOf(log.subList((int) followed, log.size())) : List.of();
        AppendResult result = append(decide.apply(NewerEvents.since(log.size(), after)));
        if (result instanceof Conflicted conflicted) {
            result = append(decide.apply(newer(conflicted)));
        }
        if (result instanceof Appended appended) {
            return appended;
        }
        throw new IllegalStateException("a version changed although the log is locked");
    }

    private NewerEvents newer(Conflicted conflicted) {
        StaleStreams missed = StaleStreams.of(conflicted);
        var events = new ArrayList<>(loadSince(missed.near(), NEWER_EVENTS_MAX));
        events.addAll(loadSince(missed.far(), 1));
        Map<String, Receipt> known = new HashMap<>(receipts);
        known.keySet().retainAll(conflicted.knownKeys());
        return new NewerEvents(log.size(), events, missed.far().keySet(), known);
    }

    @Override
    public synchronized Optional<Appended> outcomeOf(AppendBatch batch) {
        NewEvent first = batch.events().getFirst();
        return log.stream()
                .filter(event -> event.eventId().equals(first.eventId()))
                .findFirst()
                .map(event -> new Appended(event.position()));
    }

    @Override
    public synchronized List<EventEnvelope> loadSince(
            Map<String, Long> sinceVersions, int eventsPerStreamMax) {
        var fetched = new HashMap<String, Integer>();
        var found = new ArrayList<EventEnvelope>();
        for (EventEnvelope event : log) {
            Long since = sinceVersions.get(event.aggregateId());
            if (since != null
                    && event.sequenceNumber() > since
                    && fetched.merge(event.aggregateId(), 1, Integer::sum) <= eventsPerStreamMax) {
                found.add(event);
            }
        }
        return found;
    }

    /** As in Postgres: versions are taken on trust while the log is where the caller knows it. */
    private boolean isConfirmed(String stream, @Nullable Followed followed) {
        return followed != null
                && followed.position() == log.size()
                && !followed.unconfirmed().contains(stream);
    }

    /** The whole log, in order. */
    public synchronized List<EventEnvelope> all() {
        return List.copyOf(log);
    }

    private Appended write(AppendBatch batch) {
        long first = log.size() + 1L;
        // A duplicate within a stream must leave nothing behind, as in a database.
        var next = new HashMap<>(versions);
        for (NewEvent event : batch.events()) {
            if (next.getOrDefault(event.streamId(), 0L) >= event.sequenceNumber()) {
                throw new EventStoreException(
                        "the stream has an event with that sequence number",
                        new IllegalArgumentException(event.toString()));
            }
            next.put(event.streamId(), event.sequenceNumber());
        }
        for (NewEvent event : batch.events()) {
            log.add(
                    new EventEnvelope(
                            event.eventId(),
                            event.streamId(),
                            EventEnvelope.INVENTORY,
                            event.sequenceNumber(),
                            log.size() + 1L,
                            event.occurredAt(),
                            event.payload(),
                            event.metadata()));
        }
        versions.putAll(next);
        for (NewReceipt receipt : batch.receipts()) {
            long begin = first - 1 + receipt.firstEvent();
            receipts.put(
                    receipt.key(),
                    new Receipt(
                            receipt.key(),
                            receipt.fingerprint(),
                            List.copyOf(
                                    log.subList((int) begin, (int) begin + receipt.eventCount()))));
        }
        return new Appended(first);
    }
}
