package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.COMMITS_AND_LOSES_THE_ANSWER;
import static io.stockledger.command.writer.StagedEventStore.Fate.FAILS;
import static io.stockledger.command.writer.StagedEventStore.Fate.LOSES_THE_QUESTION;

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

/** A batch is decided while the one before it is under way, on decisions that may not last. */
class DecidingAheadTest {

    private static final List<Fate> FATES = List.of(Fate.values());

    private final HeldAppends appends = new HeldAppends();
    private final LoopRun run = undisturbed(new LoopRun());

    /** A run that has been alone on the log for long enough to decide ahead. */
    private LoopRun undisturbed(LoopRun fresh) {
        fresh.withProducts("p-1", "p-2").undisturbed("p-2");
        fresh.appender = appends;
        return fresh;
    }

    /** The append under way ends, and the loop learns of it. */
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
    void a_batch_sees_the_decisions_of_the_one_that_is_under_way() {
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
    void what_comes_during_an_append_is_in_the_next_one() {
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
    void more_commands_that_come_ready_at_once_than_a_batch_takes_hold_up_nothing() {
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
    void nobody_is_told_of_a_decision_before_all_that_it_rests_on_is_durable() {
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
    void each_event_says_when_it_was_decided() {
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
    void what_rests_on_an_append_that_failed_is_decided_again() {
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
    void what_rests_on_an_append_whose_answer_was_lost_is_decided_again() {
        for (Fate fate : List.of(COMMITS_AND_LOSES_THE_ANSWER, LOSES_THE_QUESTION)) {
            run.appender = Runnable::run;
            undisturbed(run);
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
    void what_rests_on_an_append_that_another_instance_was_faster_than_is_decided_again() {
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
    void what_another_instance_appended_to_other_products_is_taken_in_before_it_is_used() {
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
    void while_another_instance_appends_too_nothing_is_decided_ahead() {
        run.sibling().outcomeOf(receive("p-1", 1));
        run.send(receive("p-2", 1));
        run.pass();
        endAppend();

        var inTurn = run.submit(receive("p-2", 1));
        run.pass();

        recorded(inTurn);
        assertThat(run.store.exclusiveAppends).isEqualTo(1);
        assertThat(appends.isEmpty()).isTrue();
        run.assertMemoryAgreesWithTheLog("p-2");
    }

    @Test
    void a_snapshot_holds_only_what_is_durable() throws InterruptedException {
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
    void a_product_with_decisions_under_way_stays_in_memory_however_small_the_cache_is() {
        LoopRun small =
                undisturbed(
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
    void random_commands_over_two_instances_and_failing_appends_end_with_one_truth() {
        Seeds.forEach("deciding ahead, one truth", 60, this::checkOneTruth);
    }

    private void checkOneTruth(Random random) {
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

        var told = new ArrayList<Object>();
        for (var outcome : outcomes) {
            assertThat(outcome).isDone();
            if (!outcome.isCompletedExceptionally() && outcome.join() instanceof Recorded r) {
                r.events().forEach(event -> told.add(event.eventId()));
            }
        }
        assertThat(told).doesNotHaveDuplicates();
        assertThat(one.events()).extracting(e -> (Object) e.eventId()).containsAll(told);
        one.appender = Runnable::run;
        for (String product : List.of("r-1", "r-2", "r-3")) {
            if (one.cache.get(product) != null) {
                one.outcomeOf(receive(product, 1));
                one.assertMemoryAgreesWithTheLog(product);
            }
        }
    }
}
