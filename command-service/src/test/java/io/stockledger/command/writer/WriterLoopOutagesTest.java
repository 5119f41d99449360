package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.COMMITS_AND_LOSES_THE_ANSWER;
import static io.stockledger.command.writer.StagedEventStore.Fate.FAILS;
import static io.stockledger.command.writer.StagedEventStore.Fate.GOES_WELL;
import static io.stockledger.command.writer.StagedEventStore.Fate.LOSES_THE_QUESTION;

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
    void an_append_that_was_committed_although_its_answer_was_lost_is_acknowledged_once() {
        run.store.next(COMMITS_AND_LOSES_THE_ANSWER);
        var first = run.submit(receive("p-1", 5));
        var second = run.submit(receive("p-2", 5));

        run.pass();

        assertThat(LoopRun.version(first)).isEqualTo(2);
        assertThat(recorded(second).position()).isEqualTo(4);
        assertThat(run.events()).hasSize(4);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void an_append_that_never_arrived_is_decided_again() {
        run.store.next(LOSES_THE_QUESTION);
        var outcome = run.submit(receive("p-1", 5));

        run.pass();

        assertThat(LoopRun.version(outcome)).isEqualTo(2);
        assertThat(run.eventsOf("p-1")).hasSize(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void what_another_instance_wrote_meanwhile_is_taken_in_before_it_is_decided_again() {
        run.store.next(LOSES_THE_QUESTION);
        run.store.beforeExclusiveAppend(() -> run.sibling().outcomeOf(reserve("p-1", "o-9", 8)));
        var outcome = run.submit(reserve("p-1", "o-1", 5));

        run.pass();

        assertThat(refused(outcome).refusal()).isEqualTo(new InsufficientStock("p-1", 2, 5));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_connection_lost_over_and_over_still_ends_with_each_command_recorded_once() {
        run.store.next(LOSES_THE_QUESTION, LOSES_THE_QUESTION, FAILS, COMMITS_AND_LOSES_THE_ANSWER);
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
    void an_append_that_arrives_after_it_was_given_up_is_not_recorded_twice() {
        run.withProducts("p-9").undisturbed("p-9");
        run.store.next(LOSES_THE_QUESTION);
        run.store.beforeExclusiveAppend(() -> run.store.append(run.store.appends.getFirst()));
        var outcome = run.submit(receive("p-1", 5));

        run.pass();

        assertThat(run.eventsOf("p-1")).hasSize(2);
        assertThat(recorded(outcome).events().getFirst().eventId())
                .isEqualTo(run.eventsOf("p-1").getLast().eventId());
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void refusals_whose_confirmation_was_lost_are_decided_again() {
        run.store.next(LOSES_THE_QUESTION);
        var refusal = run.submit(reserve("p-1", "o-1", 11));

        run.pass();

        assertThat(refused(refusal).refusal()).isEqualTo(new InsufficientStock("p-1", 10, 11));
        assertThat(run.events()).hasSize(2);
    }

    @Test
    void a_store_that_stays_away_leaves_the_outcome_unknown_and_is_asked_again_when_it_is_back() {
        LoopRun run =
                new LoopRun(new WriterLimits(100, 50, 20, 4, 1_000, 1_000_000, 10_000, 150, 10))
                        .withProducts("p-1");
        run.store.next(COMMITS_AND_LOSES_THE_ANSWER);
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
    void a_store_that_says_no_fails_the_batch_and_leaves_memory_as_it_was() {
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
    void a_store_that_says_no_after_a_conflict_leaves_memory_in_agreement_with_the_log() {
        run.withProducts("p-9").undisturbed("p-9");
        run.sibling().outcomeOf(receive("p-1", 5));
        run.store.next(GOES_WELL, FAILS);
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
