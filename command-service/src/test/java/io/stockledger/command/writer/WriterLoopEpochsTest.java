package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.FINDS_THE_HEAD_LOCKED;
import static io.stockledger.command.writer.StagedEventStore.Fate.FINDS_THE_LOG_HALTED;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.LogHaltedException;
import io.stockledger.command.writer.StagedEventStore.Fate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The writer loop on a log that starts another epoch, is halted, or is locked by others. */
class WriterLoopEpochsTest {

    private final LoopRun run = new LoopRun();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_product_is_loaded_again_in_another_epoch_even_if_its_version_is_the_same(boolean alone) {
        run.withProducts("p-1", "p-2");
        if (alone) {
            run.alone("p-2");
        }
        run.outcomeOf(receive("p-1", 5));
        run.putBackTo(2);
        run.sibling().outcomeOf(receive("p-1", 100));

        var reserved = run.submit(reserve("p-1", "o-1", 50));
        run.finish();

        assertThat(LoopRun.version(reserved)).isEqualTo(3);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void commands_that_were_decided_ahead_are_decided_again_in_another_epoch() {
        run.withProducts("p-1").alone("p-1");
        var held = new HeldAppends();
        run.appender = held;
        var first = run.submit(reserve("p-1", "o-1", 20));
        run.passAtOnce();
        var second = run.submit(receive("p-1", 1));
        run.passAtOnce();
        run.putBackTo(1);
        held.runNext();
        run.appender = Runnable::run;
        run.finish();

        assertThat(refused(first).refusal()).isEqualTo(new InsufficientStock("p-1", 10, 20));
        assertThat(LoopRun.version(second)).isEqualTo(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_load_that_began_in_an_earlier_epoch_is_discarded() {
        var loads = new HeldAppends();
        var hold = new AtomicBoolean();
        var loading =
                new LoopRun(
                        LIMITS,
                        new InMemoryEventStore(),
                        new InMemorySnapshotStore(),
                        load -> {
                            if (hold.get()) {
                                loads.execute(load);
                            } else {
                                load.run();
                            }
                        });
        loading.withProducts("p-1");
        loading.sibling().outcomeOf(register("p-2"));
        loading.sibling().outcomeOf(receive("p-2", 5));
        var inMemory = loading.submit(receive("p-1", 1));
        var parked = loading.submit(reserve("p-2", "o-1", 50));
        loading.store.beforeExclusiveAppend(
                () -> {
                    loading.putBackTo(2);
                    loading.sibling().outcomeOf(receive("p-2", 100));
                    hold.set(true);
                });
        // The first pass loads p-2 from the log before it is put back.
        loading.passAtOnce();
        loading.passAtOnce();
        assertThat(parked).isNotDone();

        hold.set(false);
        while (!loads.isEmpty()) {
            loads.runNext();
        }
        loading.finish();
        recorded(inMemory);
        assertThat(LoopRun.version(parked)).isEqualTo(3);
        loading.assertMemoryAgreesWithTheLog("p-2");
    }

    @Test
    void waiting_snapshots_of_an_earlier_epoch_are_dropped() throws InterruptedException {
        run.withProducts("p-1");
        for (int i = 0; i < LIMITS.snapshotEveryEvents(); i++) {
            run.outcomeOf(receive("p-1", 1));
        }
        run.putBackTo(1);
        for (int i = 0; i < LIMITS.snapshotEveryEvents(); i++) {
            run.outcomeOf(receive("p-1", 100));
        }
        run.snapshotWriter.writeOnce();

        assertThat(run.snapshots.load(List.of("p-1")).values())
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.state()).contains("910"));
    }

    @Test
    void nothing_is_decided_before_the_epoch_is_known() {
        run.store.unreachable = true;
        var early = run.submitAndFinish(register("p-1"));
        assertThatThrownBy(early::join).hasCauseInstanceOf(EventStoreException.class);
        run.store.unreachable = false;

        recorded(run.submitAndFinish(register("p-1")));
        assertThat(run.store.appends).isNotEmpty().allMatch(batch -> batch.anchor() != null);
    }

    @Test
    void a_command_on_a_halted_log_fails_and_leaves_no_trace_in_memory() {
        run.withProducts("p-1");
        run.store.next(FINDS_THE_LOG_HALTED);
        var outcome = run.submit(receive("p-1", 5));
        run.finish();

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(LogHaltedException.class);
        run.assertMemoryAgreesWithTheLog("p-1");
        recorded(run.submitAndFinish(receive("p-1", 1)));
    }

    @Test
    void the_outcome_of_a_lost_append_is_unknown_if_the_log_is_halted_meanwhile() {
        run.withProducts("p-1");
        run.store.next(Fate.LOSES_THE_CONNECTION, FINDS_THE_LOG_HALTED);
        var outcome = run.submit(receive("p-1", 5));
        run.finish();

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(AppendOutcomeUnknownException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_batch_that_finds_the_head_locked_tries_again(boolean alone) {
        run.withProducts("p-1", "p-2");
        if (alone) {
            run.alone("p-2");
        }
        run.store.next(FINDS_THE_HEAD_LOCKED, FINDS_THE_HEAD_LOCKED);
        var outcome = run.submit(receive("p-1", 5));
        run.finish();

        assertThat(LoopRun.version(outcome)).isEqualTo(2);
        assertThat(run.eventsOf("p-1")).hasSize(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void commands_are_refused_as_overloaded_if_the_head_stays_locked() {
        var impatient =
                new LoopRun(new WriterLimits(100, 50, 20, 4, 1_000, 1_000_000, 10_000, 1, 10));
        impatient.withProducts("p-1");
        impatient.store.headLocked = true;
        var outcome = impatient.submitAndFinish(receive("p-1", 5));
        impatient.store.headLocked = false;

        assertThatThrownBy(outcome::join).hasCauseInstanceOf(OverloadedException.class);
        impatient.assertMemoryAgreesWithTheLog("p-1");
        recorded(impatient.submitAndFinish(receive("p-1", 1)));
    }
}
