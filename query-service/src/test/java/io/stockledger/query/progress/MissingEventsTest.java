package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;
import io.stockledger.events.RepairRequest;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationDetails;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.progress.ProgressSnapshot.HeldProduct;
import io.stockledger.query.progress.ProgressSnapshot.HeldProductSummary;
import io.stockledger.query.progress.TopicState.ExistingTopic;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

class MissingEventsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final LogEpoch EPOCH = new LogEpoch(new UUID(1, 1), 1);
    private static final Generation INVENTORY =
            new Generation("inventory", 1, 1, State.SERVING, EPOCH);
    private static final Generation MOVEMENTS =
            new Generation("movements", 2, 1, State.SERVING, EPOCH);
    private static final ExistingTopic TOPIC =
            new ExistingTopic("topic", new TreeMap<>(Map.of(0, 10L, 1, 20L)));

    @Test
    void nothing_is_missing_while_records_are_still_to_be_received() {
        assertThat(missing(Map.of(INVENTORY, partitions(at(0, 9, 40, 40))), 50)).isEmpty();
    }

    @Test
    void a_gap_before_a_received_event_is_asked_for_from_the_least_complete_generation() {
        var progress =
                Map.of(
                        INVENTORY, partitions(at(0, 9, 40, 30)),
                        MOVEMENTS, partitions(at(0, 9, 40, 20)));
        assertThat(missing(progress, 50))
                .containsExactly(Map.entry(new MissingEvents.Key.Partition(0), ofPartition(0, 20)));
    }

    @Test
    void the_last_event_of_a_partition_is_missing_if_the_topic_is_received_to_its_end() {
        assertThat(missing(Map.of(INVENTORY, partitions(at(0, 10, 40, 40))), 50))
                .containsExactly(Map.entry(new MissingEvents.Key.Partition(0), ofPartition(0, 40)));
        assertThat(missing(Map.of(INVENTORY, partitions(at(0, 10, 50, 50))), 50)).isEmpty();
    }

    @Test
    void generations_of_an_earlier_epoch_and_those_that_are_dropped_miss_nothing() {
        var earlier =
                new Generation("inventory", 1, 1, State.SERVING, new LogEpoch(new UUID(2, 2), 3));
        var dropping = new Generation("inventory", 1, 1, State.DROPPING, EPOCH);
        assertThat(missing(Map.of(earlier, partitions(at(0, 10, 40, 30))), 50)).isEmpty();
        assertThat(missing(Map.of(dropping, partitions(at(0, 10, 40, 30))), 50)).isEmpty();
    }

    @Test
    void nothing_is_asked_for_while_the_log_is_halted_or_the_heartbeat_is_of_another_topic() {
        var gap = Map.of(INVENTORY, partitions(at(0, 10, 40, 30)));
        assertThat(MissingEvents.find(snapshot(gap, Map.of()), heartbeat("topic", 50, "x"), TOPIC))
                .isEmpty();
        assertThat(MissingEvents.find(snapshot(gap, Map.of()), heartbeat("old", 50, null), TOPIC))
                .isEmpty();
    }

    @Test
    void a_held_product_is_asked_for_from_its_next_event_while_no_partition_has_a_gap() {
        var held =
                Map.of(
                        INVENTORY.id(), summary(held("p", 8)),
                        MOVEMENTS.id(), summary(held("p", 7), held("q", 2)));
        var whole = Map.of(INVENTORY, partitions(at(0, 10, 50, 50)));
        assertThat(MissingEvents.find(snapshot(whole, held), heartbeat("topic", 50, null), TOPIC))
                .isEqualTo(Map.of(new MissingEvents.Key.Product("p"), ofProduct("p", 8)));
        var both =
                Map.of(
                        INVENTORY, partitions(at(0, 10, 50, 50)),
                        MOVEMENTS, partitions(at(0, 10, 50, 50)));
        assertThat(MissingEvents.find(snapshot(both, held), heartbeat("topic", 50, null), TOPIC))
                .isEqualTo(
                        Map.of(
                                new MissingEvents.Key.Product("p"), ofProduct("p", 7),
                                new MissingEvents.Key.Product("q"), ofProduct("q", 2)));
        var gap = Map.of(INVENTORY, partitions(at(0, 10, 50, 30)));
        assertThat(MissingEvents.find(snapshot(gap, held), heartbeat("topic", 50, null), TOPIC))
                .containsOnlyKeys(new MissingEvents.Key.Partition(0));
    }

    @Test
    void a_product_that_is_held_for_another_reason_is_not_asked_for() {
        var unreadable = new HeldProduct("p", 8, 8, "event 8 cannot be read", NOON, false);
        var whole = Map.of(INVENTORY, partitions(at(0, 10, 50, 50)));
        var held = Map.of(INVENTORY.id(), summary(unreadable));

        assertThat(MissingEvents.find(snapshot(whole, held), heartbeat("topic", 50, null), TOPIC))
                .isEmpty();
    }

    private static Map<MissingEvents.Key, RepairRequest> missing(
            Map<Generation, Map<Integer, PartitionProgress>> progress, long last) {
        return MissingEvents.find(
                snapshot(progress, Map.of()), heartbeat("topic", last, null), TOPIC);
    }

    private static ProgressSnapshot snapshot(
            Map<Generation, Map<Integer, PartitionProgress>> progress,
            Map<GenerationId, HeldProductSummary> held) {
        var byId = new HashMap<GenerationId, Map<Integer, PartitionProgress>>();
        progress.forEach((generation, partitions) -> byId.put(generation.id(), partitions));
        return new ProgressSnapshot(
                progress.keySet().stream()
                        .map(each -> new GenerationDetails(each, NOON, NOON, null, 0, null))
                        .toList(),
                byId,
                held);
    }

    private static ReceivedHeartbeat heartbeat(String topicId, long last, @Nullable String halted) {
        return new ReceivedHeartbeat(
                new Heartbeat(
                        EPOCH, 1, topicId, last, last, null, NOON, NOON, List.of(last, 0L), halted),
                0);
    }

    private static Map<Integer, PartitionProgress> partitions(PartitionProgress progress) {
        return Map.of(progress.partition(), progress);
    }

    private static PartitionProgress at(
            int partition, long nextOffset, long position, long completePosition) {
        return new PartitionProgress(partition, nextOffset, position, completePosition, NOON);
    }

    private static HeldProductSummary summary(HeldProduct... held) {
        return new HeldProductSummary(held.length, List.of(held));
    }

    private static HeldProduct held(String productId, long expected) {
        return new HeldProduct(productId, expected, expected, "missing", NOON, true);
    }

    private static RepairRequest ofPartition(int partition, long after) {
        return new RepairRequest.OfPartition(EPOCH.id(), "topic", partition, after);
    }

    private static RepairRequest ofProduct(String productId, long from) {
        return new RepairRequest.OfProduct(EPOCH.id(), productId, from);
    }
}
