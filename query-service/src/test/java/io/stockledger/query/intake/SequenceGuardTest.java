package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.testing.Histories;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class SequenceGuardTest {

    private static final int EVENTS = 400;

    /** Keeps the applied events in memory, in their order. */
    private static final class MemoryPass implements Pass {
        final Map<String, List<EventEnvelope>> applied = new HashMap<>();

        @Override
        public long versionOf(String productId) {
            return applied.getOrDefault(productId, List.of()).size();
        }

        @Override
        public void apply(EventEnvelope event) {
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
    void a_record_whose_key_cannot_be_a_product_id_is_skipped() {
        var foreign = Batches.record(5, "a\0b", "{}");
        TopicBatch batch = RecordReader.read(List.of(foreign));
        assertThat(batch.products().records()).isEmpty();
        assertThat(batch.ranges())
                .singleElement()
                .satisfies(range -> assertThat(range.end().nextOffset()).isEqualTo(6));
    }

    private static ProductOutcome only(Map<String, ProductOutcome> outcomes) {
        assertThat(outcomes).hasSize(1);
        return outcomes.values().iterator().next();
    }
}
