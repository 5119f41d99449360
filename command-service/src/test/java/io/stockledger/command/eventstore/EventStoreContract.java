package io.stockledger.command.eventstore;

import static io.stockledger.command.eventstore.SampleEvents.both;
import static io.stockledger.command.eventstore.SampleEvents.next;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.eventstore.AppendBatch.Followed;
import io.stockledger.command.eventstore.AppendBatch.NewReceipt;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventEnvelope;

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

/** What every event store promises. */
abstract class EventStoreContract extends ExclusiveAppendsContract {

    @Test
    void what_was_appended_is_loaded_again_as_it_was() {
        String stream = newStream();
        AppendBatch batch = next(stream, 0, 3);

        long first = append(batch);

        List<EventEnvelope> loaded = store().load(stream, 10);
        assertThat(loaded).hasSize(3);
        for (int i = 0; i < 3; i++) {
            NewEvent written = batch.events().get(i);
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
    void positions_go_on_without_a_gap_in_the_order_of_the_appends() {
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
    void a_conflict_names_what_was_expected_and_what_is() {
        String behind = newStream();
        String ahead = newStream();
        String fine = newStream();
        append(both(next(behind, 0, 3), next(ahead, 0, 1)));

        AppendResult result =
                store().append(both(both(next(behind, 1, 1), next(ahead, 4, 1)), next(fine, 0, 1)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Conflicted.class,
                        conflicted ->
                                assertThat(conflicted.conflicts())
                                        .containsExactlyInAnyOrder(
                                                new VersionConflict(behind, 1, 3),
                                                new VersionConflict(ahead, 4, 1)));
    }

    @Test
    void nothing_of_a_conflicting_append_is_written() {
        String taken = newStream();
        String free = newStream();
        append(next(taken, 0, 1));

        store().append(both(next(free, 0, 2), next(taken, 0, 1)));

        assertThat(store().load(free, 10)).isEmpty();
        assertThat(store().load(taken, 10)).hasSize(1);
    }

    @Test
    void a_stream_that_gets_no_event_is_checked_as_well() {
        String read = newStream();
        append(next(read, 0, 2));

        assertThat(store().append(new AppendBatch(Map.of(read, 1L), List.of())))
                .isEqualTo(new Conflicted(List.of(new VersionConflict(read, 1, 2)), Set.of()));
        assertThat(store().append(new AppendBatch(Map.of(read, 2L), List.of())))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_sequence_number_is_taken_once_even_where_nobody_checked() {
        String stream = newStream();
        append(next(stream, 0, 2));
        AppendBatch unchecked = new AppendBatch(Map.of(), next(stream, 1, 1).events());

        assertThatThrownBy(() -> store().append(unchecked)).isInstanceOf(EventStoreException.class);

        assertThat(store().load(stream, 10)).hasSize(2);
    }

    @Test
    void events_after_a_version_come_in_sequence_and_no_more_than_asked_for() {
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
    void the_outcome_of_an_append_can_be_found_out() {
        String stream = newStream();
        AppendBatch committed = next(stream, 0, 2);
        long first = append(committed);

        assertThat(store().outcomeOf(committed)).contains(new Appended(first));
        assertThat(store().outcomeOf(next(stream, 0, 2))).isEmpty();
        assertThat(store().outcomeOf(next(newStream(), 0, 2))).isEmpty();
    }

    @Test
    void a_key_is_recorded_with_its_events_and_known_from_then_on() {
        String stream = newStream();
        String key = newStream();
        UUID fingerprint = UUID.randomUUID();
        long first = append(keyed(next(stream, 0, 3), key, fingerprint, 1, 2));

        AppendBatch repeat = keyed(next(stream, 3, 1), key, fingerprint, 0, 1);

        assertThat(store().append(repeat)).isEqualTo(new Conflicted(List.of(), Set.of(key)));
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
    void a_known_key_is_found_out_also_where_nothing_is_appended() {
        String stream = newStream();
        String key = newStream();
        append(keyed(next(stream, 0, 1), key, UUID.randomUUID(), 0, 1));

        AppendBatch refusal =
                new AppendBatch(Map.of(stream, 1L), List.of(), Set.of(key), List.of(), null);
        assertThat(store().append(refusal)).isEqualTo(new Conflicted(List.of(), Set.of(key)));
    }

    @Test
    void versions_are_taken_on_trust_only_while_the_log_is_where_the_caller_followed_it() {
        String stream = newStream();
        long last = append(next(stream, 0, 1));

        assertThat(store().append(trusting(stream, 9, last, Set.of())))
                .isInstanceOf(Appended.class);
        assertThat(store().append(trusting(stream, 9, last, Set.of(stream))))
                .isEqualTo(new Conflicted(List.of(new VersionConflict(stream, 9, 1)), Set.of()));
        assertThat(store().append(trusting(stream, 9, last - 1, Set.of())))
                .isEqualTo(new Conflicted(List.of(new VersionConflict(stream, 9, 1)), Set.of()));
    }

    private static AppendBatch trusting(
            String stream, long version, long followed, Set<String> unconfirmed) {
        return new AppendBatch(
                Map.of(stream, version),
                List.of(),
                Set.of(),
                List.of(),
                new Followed(followed, unconfirmed));
    }

    private static AppendBatch keyed(
            AppendBatch batch, String key, UUID fingerprint, int firstEvent, int eventCount) {
        return new AppendBatch(
                batch.expectedVersions(),
                batch.events(),
                Set.of(key),
                List.of(new NewReceipt(key, fingerprint, firstEvent, eventCount)),
                null);
    }

    private Map<String, Receipt> receipts(String... keys) {
        var shown = new HashMap<String, Receipt>();
        store().appendExclusively(
                        -1,
                        newer -> {
                            shown.putAll(newer.receipts());
                            Set<String> asked = new LinkedHashSet<>(List.of(keys));
                            asked.removeAll(shown.keySet());
                            return new AppendBatch(Map.of(), List.of(), asked, List.of(), null);
                        });
        return shown;
    }

    @Test
    void of_many_who_race_for_a_version_one_wins_and_the_rest_are_told_so() throws Exception {
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
            AppendResult came = result.get(WAIT_SECONDS, TimeUnit.SECONDS);
            if (came instanceof Appended) {
                winners++;
            } else {
                assertThat(came)
                        .isEqualTo(
                                new Conflicted(
                                        List.of(new VersionConflict(stream, 0, 1)), Set.of()));
            }
        }
        assertThat(winners).isEqualTo(1);
        assertThat(store().load(stream, 10)).hasSize(1);
    }
}
