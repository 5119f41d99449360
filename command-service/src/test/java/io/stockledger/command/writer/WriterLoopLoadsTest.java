package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.SampleBatch;
import io.stockledger.command.eventstore.SampleEvents;
import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.command.writer.CommandOutcome.Recorded;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

class WriterLoopLoadsTest {

    private final InMemoryEventStore log = new InMemoryEventStore();
    private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();

    /** Loads that the test runs one by one. */
    private final Queue<Runnable> loads = new ArrayDeque<>();

    private LoopRun run(WriterLimits limits) {
        return new LoopRun(limits, log, snapshots, loads::add);
    }

    @Test
    void a_slow_load_delays_only_the_commands_on_its_product() {
        new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("slow");
        LoopRun run = run(LIMITS);
        var waits = run.submit(receive("slow", 1));
        run.pass();
        var other = run.submit(register("p-1"));
        run.pass();
        Runnable slowLoad = loads.remove();
        loads.remove().run();
        run.pass();

        assertThat(LoopRun.version(other)).isEqualTo(1);
        assertThat(waits).isNotDone();
        assertThat(run.hasWork()).isTrue();

        slowLoad.run();
        run.pass();
        assertThat(LoopRun.version(waits)).isEqualTo(2);
    }

    @Test
    void a_product_that_is_far_behind_is_loaded_again_and_delays_no_other() {
        new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("behind", "p-2");
        LoopRun run = run(LIMITS);
        var first = List.of(run.submit(receive("behind", 1)), run.submit(receive("p-2", 1)));
        run.pass();
        loads.remove().run();
        run.pass();
        assertThat(first).allMatch(CompletableFuture::isDone);
        log.append(SampleEvents.next("behind", 2, EventStore.NEWER_EVENTS_MAX + 1));

        var mine = run.submit(receive("behind", 7));
        var other = run.submit(receive("p-2", 7));
        run.pass();

        assertThat(LoopRun.version(other)).isEqualTo(3);
        assertThat(mine).isNotDone();
        while (run.hasWork()) {
            loads.forEach(Runnable::run);
            loads.clear();
            run.passAtOnce();
        }
        assertThat(LoopRun.version(mine)).isEqualTo(EventStore.NEWER_EVENTS_MAX + 4);
    }

    @Test
    void a_long_history_delays_neither_products_of_the_same_load_nor_later_ones() {
        new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("p-1", "p-2");
        int length = 4_500;
        log.append(SampleEvents.next("long", 0, length));
        LoopRun run = run(LIMITS);
        var waits = run.submit(receive("long", 1));
        var besideIt = run.submit(receive("p-1", 1));
        run.pass();
        loads.remove().run();
        run.pass();
        Runnable restOfTheHistory = loads.remove();
        var later = run.submit(receive("p-2", 1));
        run.pass();
        loads.remove().run();
        run.pass();

        assertThat(LoopRun.version(besideIt)).isEqualTo(2);
        assertThat(LoopRun.version(later)).isEqualTo(2);
        assertThat(waits).isNotDone();

        restOfTheHistory.run();
        run.finish();
        assertThat(LoopRun.version(waits)).isEqualTo(length + 1);
    }

    @Test
    void an_order_waits_for_all_its_products_and_delays_no_other_command() {
        new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("p-1", "p-2");
        LoopRun run = run(LIMITS);
        var other = run.submit(receive("p-2", 1));
        run.pass();
        loads.remove().run();
        run.pass();
        var order =
                run.submit(
                        new ReserveOrder(
                                "o-1",
                                List.of(new Line("p-2", 11), new Line("p-1", 10)),
                                null,
                                Policy.ALL_OR_NOTHING));
        run.pass();
        var behindIt = run.submit(reserve("p-2", "o-2", 0));
        run.pass();

        assertThat(LoopRun.version(other)).isEqualTo(2);
        refused(behindIt);
        assertThat(order).isNotDone();

        loads.remove().run();
        run.finish();
        assertThat(recorded(order).events()).hasSize(2);
    }

    @Test
    void commands_that_wait_for_a_load_are_decided_in_order() {
        new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("p-1");
        LoopRun run = run(LIMITS);
        var first = run.submit(reserve("p-1", "o-1", 6));
        run.pass();
        var second = run.submit(reserve("p-1", "o-2", 6));
        run.pass();
        loads.remove().run();
        var third = run.submit(reserve("p-1", "o-3", 4));
        run.pass();

        assertThat(LoopRun.version(first)).isEqualTo(2);
        assertThat(refused(second).refusal()).isEqualTo(new InsufficientStock("p-1", 4, 6));
        assertThat(LoopRun.version(third)).isEqualTo(3);
        assertThat(loads).as("loaded once").isEmpty();
    }

    @Test
    void all_missing_products_of_a_batch_are_loaded_together() {
        LoopRun run = run(LIMITS);
        for (int i = 0; i < 10; i++) {
            run.send(register("p-" + i));
        }
        run.pass();

        assertThat(loads).hasSize(1);
    }

    @Test
    void an_unreadable_history_fails_only_the_commands_on_its_product() {
        // A receipt of stock before the registration is an impossible event.
        StreamEvent second = SampleEvents.event("broken", 2);
        log.append(new SampleBatch(Map.of("broken", 0L), List.of(asFirstOfItsStream(second))));
        LoopRun run = new LoopRun(LIMITS, log, snapshots, Runnable::run);
        var broken = run.submit(receive("broken", 1));
        var sound = run.submit(register("sound"));
        var brokenToo = run.submit(receive("broken", 1));

        run.finish();

        assertThatThrownBy(broken::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(brokenToo::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(LoopRun.version(sound)).isEqualTo(1);
    }

    @Test
    void an_unreachable_store_fails_only_the_commands_that_need_a_load() {
        LoopRun run = new LoopRun().withProducts("known");
        run.store.unreachable = true;
        var needsLoad = run.submit(receive("unknown", 1));
        run.finish();
        run.store.unreachable = false;

        assertThatThrownBy(needsLoad::join).hasCauseInstanceOf(EventStoreException.class);
        assertThat(run.outcomeOf(receive("known", 1))).isInstanceOf(Recorded.class);
        assertThat(run.outcomeOf(register("unknown"))).isInstanceOf(Recorded.class);
    }

    @Test
    void a_full_queue_accepts_commands_again_after_some_were_taken() {
        LoopRun run =
                new LoopRun(new WriterLimits(2, 50, 20, 4, 1_000, 1_000_000, 10_000, 300, 10));
        run.send(register("p-1"));
        run.send(register("p-2"));

        assertThat(run.inbox.offer(request("p-9"))).isFalse();
        run.finish();
        assertThat(run.inbox.offer(request("p-9"))).isTrue();
    }

    @Test
    void the_number_of_parked_commands_per_product_is_bounded() {
        LoopRun run = run(new WriterLimits(100, 50, 3, 4, 1_000, 1_000_000, 10_000, 300, 10));
        var outcomes = new ArrayList<CompletableFuture<CommandOutcome>>();
        for (int i = 0; i < 4; i++) {
            outcomes.add(run.submit(receive("slow", 1)));
        }
        var other = run.submit(register("p-1"));
        run.pass();

        assertThat(outcomes.subList(0, 3)).noneMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> outcomes.get(3).join())
                .hasCauseInstanceOf(OverloadedException.class);
        assertThat(other).isNotDone();
        loads.remove().run();
        run.finish();
        assertThat(LoopRun.version(other)).isEqualTo(1);
    }

    @Test
    void a_command_that_waited_too_long_in_the_queue_is_not_decided() {
        LoopRun run = new LoopRun().withProducts("p-1");
        var late = run.submit(request("p-1"), -1);
        var inTime = run.submit(receive("p-1", 1));

        run.pass();

        assertThatThrownBy(late::join).hasCauseInstanceOf(OverloadedException.class);
        assertThat(LoopRun.version(inTime)).isEqualTo(2);
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void a_command_that_waited_too_long_for_its_product_is_not_decided() {
        new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("p-1");
        LoopRun run = run(LIMITS);
        CommandRequest request = request("p-1");
        var late = run.submit(request, 10_000);
        run.pass();
        var inTime = run.submit(receive("p-1", 1));
        request.setDeadline(System.nanoTime() - 1);
        loads.remove().run();
        run.finish();

        assertThatThrownBy(late::join).hasCauseInstanceOf(OverloadedException.class);
        assertThat(LoopRun.version(inTime)).isEqualTo(2);
    }

    @Test
    void the_cache_shrinks_to_its_limit_and_evicted_products_are_loaded_again() {
        LoopRun run = new LoopRun(new WriterLimits(100, 50, 20, 4, 2, 1_000_000, 10_000, 300, 10));
        for (int i = 0; i < 5; i++) {
            run.send(register("p-" + i));
        }
        run.finish();
        assertThat(run.cache.size()).isEqualTo(2);

        for (int i = 0; i < 5; i++) {
            assertThat(run.outcomeOf(receive("p-" + i, 1)))
                    .isInstanceOfSatisfying(
                            Recorded.class,
                            r -> assertThat(r.events().getLast().sequenceNumber()).isEqualTo(2));
        }
        assertThat(run.cache.size()).isEqualTo(2);
    }

    @Test
    void the_cache_is_also_bounded_by_reservations_and_keeps_the_last_used_product() {
        LoopRun run =
                new LoopRun(new WriterLimits(100, 50, 20, 4, 1_000, 5, 10_000, 300, 10))
                        .withProducts("p-1", "p-2");
        for (int i = 0; i < 4; i++) {
            run.outcomeOf(reserve("p-1", "o-" + i, 1));
        }
        assertThat(run.cache.size()).isEqualTo(2);
        run.outcomeOf(reserve("p-2", "o-1", 1));
        run.outcomeOf(reserve("p-2", "o-2", 1));

        assertThat(run.cache.get("p-1")).isNull();
        assertThat(run.cache.get("p-2")).isNotNull();
    }

    @Test
    void the_least_recently_used_product_is_evicted_first() {
        LoopRun run = new LoopRun(new WriterLimits(100, 50, 20, 4, 2, 1_000_000, 10_000, 300, 10));
        run.withProducts("p-1", "p-2");
        run.outcomeOf(receive("p-1", 1));
        run.outcomeOf(register("p-3"));

        assertThat(run.cache.get("p-1")).isNotNull();
        assertThat(run.cache.get("p-2")).isNull();
    }

    private static StreamEvent asFirstOfItsStream(StreamEvent event) {
        return new StreamEvent(
                event.eventId(),
                event.streamId(),
                1,
                event.occurredAt(),
                event.payload(),
                event.metadata());
    }

    private static CommandRequest request(String productId) {
        return CommandRequest.of(receive(productId, 1));
    }
}
