package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.COMMITS_AND_LOSES_THE_CONNECTION;
import static io.stockledger.command.writer.StagedEventStore.Fate.FAILS;
import static io.stockledger.command.writer.StagedEventStore.Fate.LOSES_THE_CONNECTION;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.RandomCommands;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.testing.Seeds;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.StagedEventStore.Fate;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A batch is decided while the one before it is in flight and may still fail. */
class DecisionsAheadTest {

    private static final List<Fate> FATES = List.of(Fate.values());

    private final HeldAppends appends = new HeldAppends();
    private final LoopRun run = alone(new LoopRun());

    /** Makes the instance count as alone, so that it decides ahead. */
    private LoopRun alone(LoopRun fresh) {
        fresh.withProducts("p-1", "p-2").alone("p-2");
        fresh.appender = appends;
        return fresh;
    }

    /** Ends the append in flight and runs a pass. */
    private void endAppend() {
        appends.runNext();
        run.pass();
    }

    private void endAll() {
        while (!appends.isEmpty()) {
            endAppend();
        }
    }

    @Test
    void a_batch_sees_the_decisions_of_the_batch_in_flight() {
        var first = run.submit(reserve("p-1", "o-1", 8));
        run.pass();
        var second = run.submit(reserve("p-1", "o-2", 3));
        var third = run.submit(reserve("p-1", "o-3", 2));
        run.pass();
        endAll();

        recorded(first);
        assertThat(refused(second).refusal()).isEqualTo(new InsufficientStock("p-1", 2, 3));
        assertThat(LoopRun.version(third)).isEqualTo(3);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void commands_that_arrive_during_an_append_are_in_the_next_one() {
        run.send(receive("p-1", 1));
        run.pass();
        for (int i = 0; i < 3; i++) {
            run.send(receive("p-1", 1));
            run.pass();
        }
        endAll();

        assertThat(run.store.appends)
                .extracting(batch -> batch.events().size())
                .containsExactly(1, 3);
    }

    @Test
    void more_loaded_commands_than_a_batch_takes_are_all_recorded() {
        run.send(receive("p-1", 1));
        run.pass();
        var outcomes = new ArrayList<CompletableFuture<CommandOutcome>>();
        for (String unknown : List.of("n-1", "n-2", "n-3", "n-4")) {
            outcomes.add(run.submit(register(unknown)));
            for (int i = 1; i < LIMITS.parkedPerProductMax(); i++) {
                outcomes.add(run.submit(receive(unknown, 1)));
            }
        }
        assertThat(outcomes).hasSizeGreaterThan(LIMITS.batchCommandsMax());
        while (run.hasWork()) {
            run.passAtOnce();
            if (!appends.isEmpty() && run.inbox.depth() == 0) {
                appends.runNext();
            }
        }

        assertThat(outcomes).allSatisfy(LoopRun::recorded);
    }

    @Test
    void an_outcome_completes_only_after_the_decisions_it_rests_on_are_durable() {
        run.send(reserve("p-1", "o-1", 8));
        run.pass();
        var refusal = run.submit(reserve("p-1", "o-2", 3));
        var granted = run.submit(reserve("p-1", "o-3", 1));
        run.pass();
        assertThat(refusal).isNotDone();

        endAppend();
        assertThat(refusal).isNotDone();
        assertThat(granted).isNotDone();

        endAppend();
        refused(refusal);
        recorded(granted);
    }

    @Test
    void an_event_has_the_time_of_its_decision_and_not_of_its_batch() {
        run.send(receive("p-1", 1));
        run.pass();
        run.send(receive("p-1", 1));
        run.pass();
        run.clock.set(LoopRun.NOON.plusMillis(7));
        run.send(receive("p-1", 1));
        run.pass();
        endAll();

        assertThat(run.eventsOf("p-1"))
                .extracting(event -> event.occurredAt())
                .endsWith(LoopRun.NOON, LoopRun.NOON.plusMillis(7));
    }

    @Test
    void decisions_on_a_failed_append_are_made_again() {
        run.store.next(FAILS);
        var failed = run.submit(reserve("p-1", "o-1", 8));
        run.pass();
        var next = run.submit(reserve("p-1", "o-2", 10));
        run.pass();
        endAll();

        assertThat(failed).isCompletedExceptionally();
        assertThat(LoopRun.version(next)).isEqualTo(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void decisions_on_an_append_with_a_lost_connection_are_made_again() {
        for (Fate fate : List.of(COMMITS_AND_LOSES_THE_CONNECTION, LOSES_THE_CONNECTION)) {
            run.appender = Runnable::run;
            alone(run);
            run.store.next(fate);
            var lost = run.submit(receive("p-1", 1));
            run.pass();
            var next = run.submit(receive("p-1", 1));
            run.pass();
            endAll();

            assertThat(LoopRun.version(next)).isEqualTo(LoopRun.version(lost) + 1);
            run.assertMemoryAgreesWithTheLog("p-1");
        }
    }

    @Test
    void decisions_on_an_append_that_conflicts_with_another_instance_are_made_again() {
        run.sibling().outcomeOf(reserve("p-1", "o-9", 7));
        var late = run.submit(reserve("p-1", "o-1", 8));
        run.pass();
        var next = run.submit(reserve("p-1", "o-2", 3));
        run.pass();
        endAll();

        assertThat(refused(late).refusal()).isEqualTo(new InsufficientStock("p-1", 3, 8));
        assertThat(LoopRun.version(next)).isEqualTo(3);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void events_of_another_instance_on_other_products_are_applied_before_the_next_decision() {
        run.sibling().outcomeOf(reserve("p-1", "o-9", 7));
        var elsewhere = run.submit(receive("p-2", 1));
        run.pass();
        var next = run.submit(reserve("p-1", "o-1", 8));
        run.pass();
        endAll();

        recorded(elsewhere);
        assertThat(refused(next).refusal()).isEqualTo(new InsufficientStock("p-1", 3, 8));
        assertThat(run.registry.get("stockledger.append.conflicts").counter().count()).isZero();
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void no_batch_is_decided_ahead_while_another_instance_appends_too() {
        run.sibling().outcomeOf(receive("p-1", 1));
        run.send(receive("p-2", 1));
        run.pass();
        endAppend();

        var atTurn = run.submit(receive("p-2", 1));
        run.pass();

        recorded(atTurn);
        assertThat(run.store.exclusiveAppends).isEqualTo(1);
        assertThat(appends.isEmpty()).isTrue();
        run.assertMemoryAgreesWithTheLog("p-2");
    }

    @Test
    void a_snapshot_contains_only_durable_events() throws InterruptedException {
        for (int i = 0; i < 9; i++) {
            run.send(receive("p-1", 1));
        }
        run.pass();
        run.send(receive("p-1", 1));
        run.pass();
        endAppend();
        run.snapshotWriter.writeOnce();

        assertThat(run.snapshots.load(List.of("p-1")).values())
                .extracting(SnapshotStore.Snapshot::version)
                .containsExactly(10L);
        endAll();
    }

    @Test
    void a_product_with_decisions_in_flight_stays_in_memory_even_if_the_cache_is_full() {
        LoopRun small =
                alone(
                        new LoopRun(
                                new WriterLimits(100, 50, 20, 4, 1, 1_000_000, 10_000, 5_000, 10)));
        small.send(receive("p-2", 1));
        small.pass();
        small.send(receive("p-1", 1));
        small.pass();
        small.passAtOnce();

        assertThat(small.cache.get("p-2")).isNotNull();
        while (!appends.isEmpty()) {
            appends.runNext();
            small.pass();
        }
        assertThat(small.cache.size()).isEqualTo(1);
    }

    @Test
    void random_commands_on_two_instances_with_failing_appends_leave_a_consistent_log() {
        Seeds.forEach("decisions ahead, consistent log", 60, this::checkConsistentLog);
    }

    private void checkConsistentLog(Random random) {
        LoopRun one = new LoopRun();
        var held = new HeldAppends();
        LoopRun other = one.sibling();
        RandomCommands commands = RandomCommands.of(random);
        one.outcomeOf(register("r-1"));
        one.appender = held;
        var outcomes = new ArrayList<CompletableFuture<CommandOutcome>>();
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(25) == 0) {
                other.outcomeOf(commands.next("r-" + (1 + random.nextInt(3))));
            }
            if (random.nextInt(40) == 0) {
                one.store.next(FATES.get(random.nextInt(FATES.size())));
            }
            outcomes.add(one.submit(commands.next("r-" + (1 + random.nextInt(3)))));
            one.passAtOnce();
            if (!held.isEmpty() && random.nextBoolean()) {
                held.runNext();
                one.passAtOnce();
            }
        }
        while (one.hasWork()) {
            if (!held.isEmpty()) {
                held.runNext();
            }
            one.passAtOnce();
        }

        var eventIds = new ArrayList<Object>();
        for (var outcome : outcomes) {
            assertThat(outcome).isDone();
            if (!outcome.isCompletedExceptionally() && outcome.join() instanceof Recorded r) {
                r.events().forEach(event -> eventIds.add(event.eventId()));
            }
        }
        assertThat(eventIds).doesNotHaveDuplicates();
        assertThat(one.events()).extracting(e -> (Object) e.eventId()).containsAll(eventIds);
        one.appender = Runnable::run;
        for (String product : List.of("r-1", "r-2", "r-3")) {
            if (one.cache.get(product) != null) {
                one.outcomeOf(receive(product, 1));
                one.assertMemoryAgreesWithTheLog(product);
            }
        }
    }
}
