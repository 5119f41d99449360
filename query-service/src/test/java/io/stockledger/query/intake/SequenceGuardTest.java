package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.intake.SequenceGuard.Standing;
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

    /** Keeps what it is given, in order. */
    private static final class Memory implements Pass {
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

        Map<String, Standing> take(TopicBatch batch) {
            var standings = new HashMap<String, Standing>();
            batch.arrivals()
                    .forEach(
                            (productId, arrivals) ->
                                    standings.put(
                                            productId,
                                            SequenceGuard.admit(productId, arrivals, this)));
            return standings;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 20260301})
    void any_split_with_any_repeats_applies_each_event_once_in_sequence(long seed) {
        List<EventEnvelope> events = new Histories(seed, 7, 4).next(EVENTS);
        var whole = new Memory();
        whole.take(Batches.of(events));

        var random = new Random(seed);
        var split = new Memory();
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(50));
            split.take(Batches.of(events.subList(random.nextInt(from + 1), to)));
            from = to;
        }
        assertThat(split.applied).as("seed %s", seed).isEqualTo(whole.applied);
        assertThat(whole.applied.values().stream().mapToInt(List::size).sum()).isEqualTo(EVENTS);
    }

    @Test
    void what_comes_after_a_gap_is_dropped_until_the_gap_is_filled() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(9);
        var memory = new Memory();
        Standing held =
                only(memory.take(Batches.of(List.of(events.get(0), events.get(2), events.get(3)))));
        assertThat(held.version()).isEqualTo(1);
        assertThat(held.seen()).isEqualTo(4);
        assertThat(held.isHeldBack()).isTrue();

        Standing after = only(memory.take(Batches.of(events.subList(1, 9))));
        assertThat(after.isHeldBack()).isFalse();
        assertThat(memory.applied.get("product-0")).isEqualTo(events);
    }

    @Test
    void an_event_of_an_unknown_type_holds_its_product_at_its_own_number() {
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
        var memory = new Memory();
        Standing held = only(memory.take(RecordReader.read(records)));
        assertThat(held.version()).isEqualTo(2);
        assertThat(held.seen()).isEqualTo(3);
        assertThat(held.reason()).contains("event 3 cannot be read").contains("StockBlessed");

        // The same record again, after the event has been read by then.
        memory.take(Batches.of(events));
        assertThat(only(memory.take(RecordReader.read(records))).isHeldBack()).isFalse();
    }

    @Test
    void a_record_that_is_no_event_holds_its_product_and_no_other() {
        List<EventEnvelope> events = new Histories(11, 2, 3).next(40);
        var records = new ArrayList<>(Batches.records(events));
        records.add(10, Batches.record(999, "product-0", "{broken"));
        var memory = new Memory();
        Map<String, Standing> standings = memory.take(RecordReader.read(records));
        long ofOther = events.stream().filter(e -> e.aggregateId().equals("product-1")).count();
        assertThat(standings.get("product-1")).isNotNull();
        assertThat(memory.versionOf("product-1")).isEqualTo(ofOther);
        // The record stood for no event, so the events after it close what looked like a gap.
        assertThat(memory.versionOf("product-0")).isEqualTo(40 - ofOther);
    }

    @Test
    void a_record_whose_key_is_not_the_events_product_is_not_applied() {
        List<EventEnvelope> events = new Histories(7, 1, 3).next(1);
        var mixedUp =
                RecordReader.read(
                        List.of(
                                Batches.record(
                                        0,
                                        "another",
                                        io.stockledger.events.EventJson.writeEnvelope(
                                                events.getFirst()))));
        var memory = new Memory();
        assertThat(only(memory.take(mixedUp)).isHeldBack()).isTrue();
        assertThat(memory.applied).isEmpty();
    }

    @Test
    void a_record_that_no_product_can_own_is_passed_over() {
        var none = Batches.record(5, "a\0b", "{}");
        TopicBatch batch = RecordReader.read(List.of(none));
        assertThat(batch.arrivals()).isEmpty();
        assertThat(batch.ends())
                .singleElement()
                .satisfies(e -> assertThat(e.nextOffset()).isEqualTo(6));
    }

    private static Standing only(Map<String, Standing> standings) {
        assertThat(standings).hasSize(1);
        return standings.values().iterator().next();
    }
}
