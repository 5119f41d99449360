package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.testing.Histories;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

class SequenceGuardTest {

    private static final int EVENTS = 400;

    /** The id of an event that cannot be applied. */
    private static final UUID IMPOSSIBLE = new UUID(0x7000L, -1);

    /** Keeps the applied events in memory, in their order. */
    private static final class MemoryPass implements Pass {
        final Map<String, List<EventEnvelope>> applied = new HashMap<>();

        @Override
        public long versionOf(String productId) {
            return applied.getOrDefault(productId, List.of()).size();
        }

        @Override
        public @Nullable UUID lastEventIdOf(String productId) {
            List<EventEnvelope> events = applied.getOrDefault(productId, List.of());
            return events.isEmpty() ? null : events.getLast().eventId();
        }

        @Override
        public void apply(EventEnvelope event) {
            if (event.eventId().equals(IMPOSSIBLE)) {
                throw new IllegalStateException("it is impossible");
            }
            applied.computeIfAbsent(event.aggregateId(), _ -> new ArrayList<>()).add(event);
        }

        @Override
        public void write() {}

        Map<String, ProductOutcome> receive(TopicBatch batch) {
            var outcomes = new HashMap<String, ProductOutcome>();
            batch.products()
                    .records()
                    .forEach(
                            (productId, records) ->
                                    outcomes.put(
                                            productId,
                                            SequenceGuard.apply(productId, records, this)));
            return outcomes;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 20260301})
    void any_split_with_any_repeats_applies_each_event_once_in_sequence(long seed) {
        List<EventEnvelope> events = new Histories(seed, 7, 4).next(EVENTS);
        var whole = new MemoryPass();
        whole.receive(Batches.of(events));

        var random = new Random(seed);
        var split = new MemoryPass();
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(50));
            split.receive(Batches.of(events.subList(random.nextInt(from + 1), to)));
            from = to;
        }
        assertThat(split.applied).as("seed %s", seed).isEqualTo(whole.applied);
        assertThat(whole.applied.values().stream().mapToInt(List::size).sum()).isEqualTo(EVENTS);
    }

    @Test
    void events_after_a_gap_are_dropped_until_the_missing_event_arrives() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(9);
        var memory = new MemoryPass();
        ProductOutcome held =
                only(
                        memory.receive(
                                Batches.of(List.of(events.get(0), events.get(2), events.get(3)))));
        assertThat(held.version()).isEqualTo(1);
        assertThat(held.highestSeen()).isEqualTo(4);
        assertThat(held.isHeld()).isTrue();

        ProductOutcome after = only(memory.receive(Batches.of(events.subList(1, 9))));
        assertThat(after.isHeld()).isFalse();
        assertThat(memory.applied.get("product-0")).isEqualTo(events);
    }

    @Test
    void an_event_of_an_unknown_type_holds_its_product_before_its_sequence_number() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(3);
        var records = new ArrayList<>(Batches.records(events.subList(0, 2)));
        records.add(
                Batches.record(
                        3,
                        "product-0",
                        """
                        {"eventId": "019579f4-5a00-7000-8000-000000000001",
                         "aggregateId": "product-0", "aggregateType": "Inventory",
                         "sequenceNumber": 3, "position": 3,
                         "occurredAt": "2026-03-01T09:00:00Z",
                         "payload": {"type": "StockBlessed", "productId": "product-0"},
                         "metadata": {"commandId": "c"}}
                        """));
        var memory = new MemoryPass();
        ProductOutcome held = only(memory.receive(RecordReader.read(records)));
        assertThat(held.version()).isEqualTo(2);
        assertThat(held.highestSeen()).isEqualTo(3);
        assertThat(held.reason()).contains("event 3 cannot be read").contains("StockBlessed");

        // The record is received again after its event has become readable.
        memory.receive(Batches.of(events));
        assertThat(only(memory.receive(RecordReader.read(records))).isHeld()).isFalse();
    }

    @Test
    void a_record_that_is_not_json_stops_no_product_whose_events_are_complete() {
        List<EventEnvelope> events = new Histories(11, 2, 3).next(40);
        var records = new ArrayList<>(Batches.records(events));
        records.add(10, Batches.record(999, "product-0", "{broken"));
        var memory = new MemoryPass();
        Map<String, ProductOutcome> outcomes = memory.receive(RecordReader.read(records));
        long ofOther = events.stream().filter(e -> e.aggregateId().equals("product-1")).count();
        assertThat(outcomes.get("product-1")).isNotNull();
        assertThat(memory.versionOf("product-1")).isEqualTo(ofOther);
        // No event is missing, so the events after the record are applied.
        assertThat(memory.versionOf("product-0")).isEqualTo(40 - ofOther);
    }

    @Test
    void an_event_whose_product_is_not_the_key_of_its_record_is_not_applied() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(1);
        var mismatched =
                RecordReader.read(
                        List.of(
                                Batches.record(
                                        0, "another", EventJson.writeEnvelope(events.getFirst()))));
        var memory = new MemoryPass();
        assertThat(only(memory.receive(mismatched)).isHeld()).isTrue();
        assertThat(memory.applied).isEmpty();
    }

    @Test
    void a_record_whose_key_cannot_be_a_product_id_is_a_letter_of_no_product() {
        var foreign = Batches.record(5, "a\0b", "{}");
        TopicBatch batch = RecordReader.read(List.of(foreign));
        assertThat(batch.products().records()).isEmpty();
        assertThat(batch.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.productId()).isNull());
        assertThat(batch.ranges())
                .singleElement()
                .satisfies(range -> assertThat(range.end().nextOffset()).isEqualTo(6));
    }

    @Test
    void a_different_event_with_the_number_of_the_last_one_is_a_letter_and_holds_the_product() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(6);
        var memory = new MemoryPass();
        memory.receive(Batches.of(events.subList(0, 5)));
        EventEnvelope other = with(events.get(4), new UUID(0x7000L, 999), 5);

        ProductOutcome outcome = only(memory.receive(Batches.of(List.of(other, events.get(5)))));

        assertThat(outcome.isHeld()).isTrue();
        assertThat(outcome.contradicted()).isTrue();
        assertThat(outcome.version()).as("later events are applied").isEqualTo(6);
        assertThat(outcome.reason()).startsWith("event 5 differs from the applied one");
        assertThat(outcome.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause()).isEqualTo(outcome.reason()));
        assertThat(memory.applied.get("product-0")).isEqualTo(events);
    }

    @Test
    void a_repeat_of_the_last_event_contradicts_nothing() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(5);
        var memory = new MemoryPass();
        memory.receive(Batches.of(events));

        ProductOutcome outcome = only(memory.receive(Batches.of(events)));

        assertThat(outcome.isHeld()).isFalse();
        assertThat(outcome.letters()).isEmpty();
    }

    @Test
    void an_event_that_cannot_be_applied_is_a_letter_until_the_true_event_arrives() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(6);
        EventEnvelope impossible = with(events.get(4), IMPOSSIBLE, 5);
        var memory = new MemoryPass();

        ProductOutcome held =
                only(memory.receive(Batches.of(concat(events.subList(0, 4), impossible))));
        assertThat(held.isHeld()).isTrue();
        assertThat(held.letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.cause())
                                        .isEqualTo("event 5 cannot be applied: it is impossible"));

        ProductOutcome after = only(memory.receive(Batches.of(events.subList(4, 6))));
        assertThat(after.isHeld()).isFalse();
        assertThat(after.version()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 9_000, 9_007_199_254_740_991L})
    void an_event_after_a_gap_that_the_relay_has_not_published_holds_only_until_the_next_event(
            long number) {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(6);
        EventEnvelope forged = with(events.get(4), new UUID(0x7000L, 999), number);
        var memory = new MemoryPass();
        memory.receive(Batches.of(events.subList(0, 5)));

        ProductOutcome held =
                only(
                        memory.receive(
                                RecordReader.read(
                                        List.of(
                                                Batches.record(
                                                        9,
                                                        "product-0",
                                                        EventJson.writeEnvelope(forged))))));
        assertThat(held.highestSeen()).isEqualTo(6);
        assertThat(held.announced()).isZero();
        assertThat(held.letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.cause())
                                        .contains("event " + number)
                                        .contains("the relay has not published"));

        assertThat(only(memory.receive(Batches.of(events.subList(5, 6)))).isHeld()).isFalse();
    }

    @Test
    void an_event_after_a_gap_that_is_not_plausible_holds_only_until_the_next_event() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(6);
        long number = 5 + SequenceGuard.GAP_EVENTS_MAX + 1;
        EventEnvelope forged = with(events.get(4), new UUID(0x7000L, 999), number);
        var memory = new MemoryPass();
        memory.receive(Batches.of(events.subList(0, 5)));

        ProductOutcome held = only(memory.receive(Batches.of(List.of(forged))));
        assertThat(held.highestSeen()).isEqualTo(6);
        assertThat(held.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause()).contains("is not plausible"));

        assertThat(only(memory.receive(Batches.of(events.subList(5, 6)))).isHeld()).isFalse();
    }

    @Test
    void an_unreadable_record_with_the_number_of_an_applied_event_holds_nothing() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(5);
        var memory = new MemoryPass();
        memory.receive(Batches.of(events));

        ProductOutcome outcome =
                only(
                        memory.receive(
                                RecordReader.read(
                                        List.of(
                                                Batches.record(
                                                        9,
                                                        "product-0",
                                                        "{\"sequenceNumber\": 5}")))));

        assertThat(outcome.isHeld()).isFalse();
    }

    private static List<EventEnvelope> concat(List<EventEnvelope> events, EventEnvelope last) {
        var all = new ArrayList<>(events);
        all.add(last);
        return all;
    }

    private static EventEnvelope with(EventEnvelope event, UUID id, long sequenceNumber) {
        return new EventEnvelope(
                id,
                event.aggregateId(),
                event.aggregateType(),
                sequenceNumber,
                event.position(),
                event.occurredAt(),
                event.payload(),
                event.metadata());
    }

    private static ProductOutcome only(Map<String, ProductOutcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.values().iterator().next();
    }
}
