package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.COMMITS_AND_LOSES_THE_CONNECTION;
import static io.stockledger.command.writer.StagedEventStore.Fate.FAILS;
import static io.stockledger.command.writer.StagedEventStore.Fate.LOSES_THE_CONNECTION;
import static io.stockledger.command.writer.StagedEventStore.Fate.SUCCEEDS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.writer.CommandOutcome.Recorded;

import org.junit.jupiter.api.Test;

class WriterLoopOutagesTest {

    private final LoopRun run = new LoopRun().withProducts("p-1", "p-2");

    @Test
    void an_append_that_was_committed_before_the_connection_was_lost_is_recorded_once() {
        run.store.next(COMMITS_AND_LOSES_THE_CONNECTION);
        var first = run.submit(receive("p-1", 5));
        var second = run.submit(receive("p-2", 5));

        run.pass();

        assertThat(LoopRun.version(first)).isEqualTo(2);
        assertThat(recorded(second).position()).isEqualTo(4);
        assertThat(run.events()).hasSize(4);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void an_append_that_did_not_reach_the_store_is_decided_again() {
        run.store.next(LOSES_THE_CONNECTION);
        var outcome = run.submit(receive("p-1", 5));

        run.pass();

        assertThat(LoopRun.version(outcome)).isEqualTo(2);
        assertThat(run.eventsOf("p-1")).hasSize(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void after_a_lost_connection_the_events_of_another_instance_are_applied_first() {
        run.store.next(LOSES_THE_CONNECTION);
        run.store.beforeExclusiveAppend(() -> run.sibling().outcomeOf(reserve("p-1", "o-9", 8)));
        var outcome = run.submit(reserve("p-1", "o-1", 5));

        run.pass();

        assertThat(refused(outcome).refusal()).isEqualTo(new InsufficientStock("p-1", 2, 5));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void after_several_lost_connections_each_command_is_recorded_once() {
        run.store.next(
                LOSES_THE_CONNECTION,
                LOSES_THE_CONNECTION,
                FAILS,
                COMMITS_AND_LOSES_THE_CONNECTION);
        var first = run.submit(receive("p-1", 5));
        var second = run.submit(receive("p-2", 5));

        run.pass();

        assertThat(LoopRun.version(first)).isEqualTo(2);
        assertThat(LoopRun.version(second)).isEqualTo(2);
        assertThat(run.events()).hasSize(4);
        run.assertMemoryAgreesWithTheLog("p-1");
        run.assertMemoryAgreesWithTheLog("p-2");
    }

    @Test
    void an_append_that_reaches_the_store_late_is_not_recorded_twice() {
        run.withProducts("p-9").alone("p-9");
        run.store.next(LOSES_THE_CONNECTION);
        run.store.beforeExclusiveAppend(() -> run.store.append(run.store.appends.getFirst()));
        var outcome = run.submit(receive("p-1", 5));

        run.pass();

        assertThat(run.eventsOf("p-1")).hasSize(2);
        assertThat(recorded(outcome).events().getFirst().eventId())
                .isEqualTo(run.eventsOf("p-1").getLast().eventId());
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void refusals_are_decided_again_if_the_connection_is_lost() {
        run.store.next(LOSES_THE_CONNECTION);
        var refusal = run.submit(reserve("p-1", "o-1", 11));

        run.pass();

        assertThat(refused(refusal).refusal()).isEqualTo(new InsufficientStock("p-1", 10, 11));
        assertThat(run.events()).hasSize(2);
    }

    @Test
    void a_store_that_stays_unreachable_leaves_the_outcome_unknown_and_later_commands_work() {
        LoopRun run =
                new LoopRun(new WriterLimits(100, 50, 20, 4, 1_000, 1_000_000, 10_000, 150, 10))
                        .withProducts("p-1");
        run.store.next(COMMITS_AND_LOSES_THE_CONNECTION);
        var unknown = run.submit(receive("p-1", 5));
        run.store.unreachableAfterNextAppend();

        run.pass();

        assertThatThrownBy(unknown::join).hasCauseInstanceOf(AppendOutcomeUnknownException.class);
        run.store.unreachable = false;
        var next = run.submit(receive("p-1", 1));
        run.finish();
        assertThat(LoopRun.version(next)).isEqualTo(3);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_failing_store_fails_the_batch_and_leaves_the_products_unchanged() {
        run.store.next(FAILS);
        var failed = run.submit(receive("p-1", 5));
        run.pass();

        assertThatThrownBy(failed::join)
                .hasCauseInstanceOf(EventStoreException.class)
                .cause()
                .isNotInstanceOf(AppendOutcomeUnknownException.class);
        run.assertMemoryAgreesWithTheLog("p-1");
        assertThat(run.outcomeOf(receive("p-1", 5))).isInstanceOf(Recorded.class);
    }

    @Test
    void a_store_that_fails_after_a_conflict_leaves_the_products_equal_to_the_log() {
        run.withProducts("p-9").alone("p-9");
        run.sibling().outcomeOf(receive("p-1", 5));
        run.store.next(SUCCEEDS, FAILS);
        var failed = run.submit(receive("p-1", 7));
        run.pass();

        assertThat(failed).isCompletedExceptionally();
        assertThat(run.outcomeOf(receive("p-1", 9)))
                .isInstanceOfSatisfying(
                        Recorded.class,
                        recorded ->
                                assertThat(recorded.events().getLast().sequenceNumber())
                                        .isEqualTo(3));
        run.assertMemoryAgreesWithTheLog("p-1");
    }
}
