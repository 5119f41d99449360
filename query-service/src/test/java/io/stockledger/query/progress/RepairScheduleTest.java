package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.RepairRequest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

class RepairScheduleTest {

    private static final UUID EPOCH = new UUID(1, 1);
    private static final MissingEvents.Key PARTITION = new MissingEvents.Key.Partition(3);
    private static final MissingEvents.Key PRODUCT = new MissingEvents.Key.Product("p");

    private final RepairSchedule schedule = new RepairSchedule();

    @Test
    void events_are_asked_for_once_they_have_been_missing_for_two_seconds() {
        assertThat(due(0, PARTITION, partition(50))).isEmpty();
        assertThat(due(1_999, PARTITION, partition(50))).isEmpty();
        assertThat(due(2_000, PARTITION, partition(50))).containsExactly(partition(50));
    }

    @Test
    void the_events_of_a_partition_are_asked_for_every_five_seconds_while_they_are_missing() {
        due(0, PARTITION, partition(50));
        due(2_000, PARTITION, partition(50));
        assertThat(due(6_999, PARTITION, partition(50))).isEmpty();
        assertThat(due(7_000, PARTITION, partition(50))).hasSize(1);
        assertThat(due(12_000, PARTITION, partition(50))).hasSize(1);
    }

    @Test
    void while_missing_events_arrive_the_rest_is_not_asked_for() {
        due(0, PARTITION, partition(50));
        assertThat(due(2_000, PARTITION, partition(50))).hasSize(1);
        assertThat(due(6_000, PARTITION, partition(60))).isEmpty();
        assertThat(due(7_500, PARTITION, partition(70))).isEmpty();
        assertThat(due(9_500, PARTITION, partition(70))).containsExactly(partition(70));
    }

    @Test
    void events_that_have_arrived_and_are_missing_later_are_waited_for_again() {
        due(0, PARTITION, partition(50));
        assertThat(schedule.due(Map.of(), nanos(1_000))).isEmpty();
        assertThat(due(2_500, PARTITION, partition(50))).isEmpty();
        assertThat(due(4_500, PARTITION, partition(50))).hasSize(1);
    }

    @Test
    void a_product_that_stays_held_is_asked_for_ever_less_often() {
        due(0, PRODUCT, product(8));
        assertThat(due(2_000, PRODUCT, product(8))).containsExactly(product(8));
        assertThat(due(7_000, PRODUCT, product(8))).hasSize(1);
        assertThat(due(16_999, PRODUCT, product(8))).isEmpty();
        assertThat(due(17_000, PRODUCT, product(8))).hasSize(1);
        long at = 17_000;
        for (int i = 0; i < 20; i++) {
            at += RepairSchedule.REPEAT_MS_MAX;
            assertThat(due(at, PRODUCT, product(8))).hasSize(1);
        }
    }

    private List<RepairRequest> due(long atMs, MissingEvents.Key key, RepairRequest request) {
        return schedule.due(Map.of(key, request), nanos(atMs));
    }

    private static long nanos(long ms) {
        return ms * 1_000_000;
    }

    private static RepairRequest partition(long after) {
        return new RepairRequest.OfPartition(EPOCH, "topic", 3, after);
    }

    private static RepairRequest product(long from) {
        return new RepairRequest.OfProduct(EPOCH, "p", from);
    }
}
