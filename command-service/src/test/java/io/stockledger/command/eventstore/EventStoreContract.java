package io.stockledger.command.eventstore;

import static io.stockledger.command.eventstore.SampleEvents.both;
import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.eventstore.AppendBatch.NewReceipt;
import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.LogEpoch;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The promises of every event store. */
abstract class EventStoreContract extends OrderLookUpsContract {

    @Test
    void appended_events_are_loaded_unchanged() {
        String stream = newStream();
        AppendBatch batch = next(stream, 0, 3);

        long first = append(batch);

        List<EventEnvelope> loaded = store().load(stream, 10);
        assertThat(loaded).hasSize(3);
        for (int i = 0; i < 3; i++) {
            StreamEvent written = batch.events().get(i);
            assertThat(loaded.get(i))
                    .isEqualTo(
                            new EventEnvelope(
                                    written.eventId(),
                                    stream,
                                    EventEnvelope.INVENTORY,
                                    i + 1,
                                    first + i,
                                    written.occurredAt(),
                                    written.payload(),
                                    written.metadata()));
        }
    }

    @Test
    void a_stream_that_does_not_exist_is_empty() {
        String stream = newStream();
        assertThat(store().load(stream, 10)).isEmpty();

        append(next(stream, 0, 1));

        assertThat(store().load(stream, 10)).hasSize(1);
    }

    @Test
    void positions_are_consecutive_in_the_order_of_the_appends() {
        String one = newStream();
        String other = newStream();
        long first = append(next(one, 0, 2));
        append(both(next(other, 0, 1), next(one, 2, 1)));
        store().append(next(one, 0, 5));
        append(next(other, 1, 1));

        var positions = new ArrayList<Long>();
        store().loadSince(Map.of(one, 0L, other, 0L), 10).stream()
                .map(EventEnvelope::position)
                .sorted()
                .forEach(positions::add);
        assertThat(positions).containsExactly(first, first + 1, first + 2, first + 3, first + 4);
    }

    @Test
    void a_conflict_names_the_expected_and_the_actual_version_of_each_stream() {
        String behind = newStream();
        String ahead = newStream();
        String fine = newStream();
        append(both(next(behind, 0, 3), next(ahead, 0, 1)));

        AppendResult result =
                store().append(both(both(next(behind, 1, 1), next(ahead, 4, 1)), next(fine, 0, 1)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Conflict.class,
                        conflict ->
                                assertThat(conflict.versionConflicts())
                                        .containsExactlyInAnyOrder(
                                                new VersionConflict(behind, 1, 3),
                                                new VersionConflict(ahead, 4, 1)));
    }

    @Test
    void a_conflicting_append_writes_nothing() {
        String taken = newStream();
        String free = newStream();
        append(next(taken, 0, 1));

        store().append(both(next(free, 0, 2), next(taken, 0, 1)));

        assertThat(store().load(free, 10)).isEmpty();
        assertThat(store().load(taken, 10)).hasSize(1);
    }

    @Test
    void the_version_of_a_stream_without_new_events_is_checked_too() {
        String read = newStream();
        append(next(read, 0, 2));

        assertThat(store().append(new SampleBatch(Map.of(read, 1L), List.of())))
                .isEqualTo(
                        new Conflict(List.of(new VersionConflict(read, 1, 2)), Set.of(), Set.of()));
        assertThat(store().append(new SampleBatch(Map.of(read, 2L), List.of())))
                .isInstanceOf(Success.class);
    }

    @Test
    void a_sequence_number_is_used_once_even_if_no_version_was_expected() {
        String stream = newStream();
        append(next(stream, 0, 2));
        AppendBatch unchecked = new SampleBatch(Map.of(), next(stream, 1, 1).events());

        assertThatThrownBy(() -> store().append(unchecked)).isInstanceOf(EventStoreException.class);

        assertThat(store().load(stream, 10)).hasSize(2);
    }

    @Test
    void loaded_events_follow_a_version_in_sequence_up_to_the_limit() {
        String one = newStream();
        String other = newStream();
        append(both(next(one, 0, 5), next(other, 0, 3)));

        assertThat(store().loadSince(one, 2, 2))
                .extracting(EventEnvelope::sequenceNumber)
                .containsExactly(3L, 4L);
        assertThat(store().loadSince(Map.of(one, 3L, other, 1L), 5))
                .extracting(e -> e.aggregateId().equals(one) ? e.sequenceNumber() : 0)
                .containsSubsequence(4L, 5L)
                .hasSize(4);
        assertThat(store().loadSince(one, 5, 2)).isEmpty();
        assertThat(store().loadSince(Map.of(), 2)).isEmpty();
    }

    @Test
    void the_outcome_of_an_append_is_found_by_its_first_event() {
        String stream = newStream();
        AppendBatch committed = next(stream, 0, 2);
        long first = append(committed);

        assertThat(store().outcomeOf(first(committed))).contains(new Success(first));
        assertThat(store().outcomeOf(first(next(stream, 0, 2)))).isEmpty();
        assertThat(store().outcomeOf(first(next(newStream(), 0, 2)))).isEmpty();
    }

    @Test
    void a_key_is_recorded_with_its_events_and_conflicts_with_later_appends() {
        String stream = newStream();
        String key = newStream();
        UUID fingerprint = UUID.randomUUID();
        long first = append(keyed(next(stream, 0, 3), key, fingerprint, 1, 2));

        AppendBatch repeat = keyed(next(stream, 3, 1), key, fingerprint, 0, 1);

        assertThat(store().append(repeat))
                .isEqualTo(new Conflict(List.of(), Set.of(key), Set.of()));
        assertThat(store().load(stream, 10)).hasSize(3);
        Map<String, Receipt> known = receipts(key, newStream());
        assertThat(known).containsOnlyKeys(key);
        Receipt receipt = Objects.requireNonNull(known.get(key));
        assertThat(receipt.fingerprint()).isEqualTo(fingerprint);
        assertThat(receipt.events())
                .extracting(EventEnvelope::position)
                .containsExactly(first + 1, first + 2);
    }

    @Test
    void a_known_key_conflicts_with_an_append_without_events() {
        String stream = newStream();
        String key = newStream();
        append(keyed(next(stream, 0, 1), key, UUID.randomUUID(), 0, 1));

        AppendBatch refusal =
                new SampleBatch(Map.of(stream, 1L), List.of(), Set.of(key), List.of(), null);
        assertThat(store().append(refusal))
                .isEqualTo(new Conflict(List.of(), Set.of(key), Set.of()));
    }

    @Test
    void confirmed_versions_are_not_checked_while_the_log_ends_at_the_known_position() {
        String stream = newStream();
        long last = append(next(stream, 0, 1));

        assertThat(store().append(relying(stream, 9, last, Set.of()))).isInstanceOf(Success.class);
        assertThat(store().append(relying(stream, 9, last, Set.of(stream))))
                .isEqualTo(
                        new Conflict(
                                List.of(new VersionConflict(stream, 9, 1)), Set.of(), Set.of()));
        assertThat(store().append(relying(stream, 9, last - 1, Set.of())))
                .isEqualTo(
                        new Conflict(
                                List.of(new VersionConflict(stream, 9, 1)), Set.of(), Set.of()));
    }

    @Test
    void an_append_of_another_epoch_writes_nothing() {
        String stream = newStream();
        LogEpoch present = store().epoch();
        LogEpoch other = new LogEpoch(UUID.randomUUID(), present.number());
        AppendBatch first = next(stream, 0, 1);

        assertThatThrownBy(() -> store().append(SampleBatch.inEpoch(other, first)))
                .isInstanceOf(NewLogEpochException.class);
        assertThatThrownBy(() -> store().appendExclusively(LogAnchor.of(other), -1, _ -> first))
                .isInstanceOf(NewLogEpochException.class);
        assertThat(store().load(stream, 10)).isEmpty();

        store().append(SampleBatch.inEpoch(present, first));
        store().appendExclusively(LogAnchor.of(present), -1, _ -> next(stream, 1, 1));
        assertThat(store().load(stream, 10)).hasSize(2);
        assertThat(store().epoch()).isEqualTo(present);
    }

    private static AppendBatch relying(
            String stream, long version, long knownPosition, Set<String> unconfirmed) {
        return new SampleBatch(
                Map.of(stream, version),
                List.of(),
                Set.of(),
                List.of(),
                new KnownLog(knownPosition, unconfirmed));
    }

    private static StreamEvent first(AppendBatch batch) {
        return batch.events().getFirst();
    }

    private static AppendBatch keyed(
            AppendBatch batch, String key, UUID fingerprint, int firstEvent, int eventCount) {
        return new SampleBatch(
                batch.expectedVersions(),
                batch.events(),
                Set.of(key),
                List.of(new NewReceipt(key, fingerprint, firstEvent, eventCount)),
                null);
    }

    private Map<String, Receipt> receipts(String... keys) {
        var receipts = new HashMap<String, Receipt>();
        store().appendExclusively(
                        null,
                        -1,
                        newer -> {
                            receipts.putAll(newer.receipts());
                            Set<String> unknown = new LinkedHashSet<>(List.of(keys));
                            unknown.removeAll(receipts.keySet());
                            return new SampleBatch(Map.of(), List.of(), unknown, List.of(), null);
                        });
        return receipts;
    }

    @Test
    void of_many_appends_that_race_for_a_version_one_succeeds_and_the_others_conflict()
            throws Exception {
        String stream = newStream();
        int racers = 8;
        var start = new CountDownLatch(1);
        var results = new ArrayList<CompletableFuture<AppendResult>>();
        for (int i = 0; i < racers; i++) {
            var result = new CompletableFuture<AppendResult>();
            results.add(result);
            Thread.startVirtualThread(
                    () -> {
                        await(start);
                        result.complete(store().append(next(stream, 0, 1)));
                    });
        }
        start.countDown();

        int winners = 0;
        for (CompletableFuture<AppendResult> result : results) {
            AppendResult actual = result.get(WAIT_SECONDS, TimeUnit.SECONDS);
            if (actual instanceof Success) {
                winners++;
            } else {
                assertThat(actual)
                        .isEqualTo(
                                new Conflict(
                                        List.of(new VersionConflict(stream, 0, 1)),
                                        Set.of(),
                                        Set.of()));
            }
        }
        assertThat(winners).isEqualTo(1);
        assertThat(store().load(stream, 10)).hasSize(1);
    }
}
