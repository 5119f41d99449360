package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.COMMITS_AND_LOSES_THE_ANSWER;
import static io.stockledger.command.writer.StagedEventStore.Fate.LOSES_THE_QUESTION;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.testing.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

class IdempotencyTest {

    private final LoopRun run = new LoopRun().withProducts("p-1", "p-2");

    private static CompletableFuture<CommandOutcome> send(LoopRun run, String key, Command asked) {
        return run.submit(CommandRequest.of(asked).withKey(key), 10_000);
    }

    @Test
    void a_repeat_gets_the_first_result_and_records_nothing() {
        var first = send(run, "key-1", receive("p-1", 5));
        run.finish();
        var repeat = send(run, "key-1", receive("p-1", 5));
        run.finish();

        assertThat(recorded(first).replayed()).isFalse();
        assertThat(recorded(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_repeat_on_another_instance_or_after_a_restart_gets_the_first_result() {
        var first = send(run, "key-1", receive("p-1", 5));
        run.finish();
        LoopRun elsewhere = run.sibling();
        var repeat = send(elsewhere, "key-1", receive("p-1", 5));
        elsewhere.finish();

        assertThat(recorded(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void of_two_at_once_one_runs_and_both_get_its_answer() {
        var one = send(run, "key-1", receive("p-1", 5));
        var other = send(run, "key-1", receive("p-1", 5));
        run.pass();

        assertThat(recorded(one).replayed()).isFalse();
        assertThat(recorded(other)).isEqualTo(recorded(one).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void of_two_at_once_both_get_the_refusal_although_stock_came_between() {
        var one = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.send(receive("p-1", 1));
        var other = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.finish();

        assertThat(refused(one)).isEqualTo(refused(other));
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void a_repeat_gets_the_refusal_that_is_decided_but_not_durable() {
        run.undisturbed("p-2");
        var appends = new HeldAppends();
        run.appender = appends;
        var one = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.pass();
        run.send(receive("p-1", 1));
        var other = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.passAtOnce();
        appends.runNext();
        run.pass();

        assertThat(refused(one)).isEqualTo(refused(other));
    }

    @Test
    void of_two_at_once_both_are_turned_away_where_the_first_waited_too_long() {
        var late = run.submit(CommandRequest.of(receive("p-1", 5)).withKey("key-1"), -1);
        var other = send(run, "key-1", receive("p-1", 5));
        run.finish();
        var again = send(run, "key-1", receive("p-1", 5));
        run.finish();

        assertThat(late).isCompletedExceptionally();
        assertThat(other).isCompletedExceptionally();
        assertThat(recorded(again).replayed()).isFalse();
    }

    @Test
    void a_key_whose_command_was_lost_by_a_bug_is_free_again_when_its_time_is_over() {
        CommandRequest asked = CommandRequest.of(receive("p-1", 5)).withKey("key-1");
        var lost = run.submit(asked, -LoopRun.LIMITS.outcomeTimeoutMs() - 1);
        run.inbox.takeNow(new Inbox.Room(1, true));
        var repeat = send(run, "key-1", receive("p-1", 5));
        run.finish();

        assertThat(lost).isNotDone();
        assertThat(recorded(repeat).replayed()).isFalse();
    }

    @Test
    void the_rest_of_a_batch_goes_on_when_one_of_its_keys_is_known() {
        var first = send(run, "key-1", receive("p-1", 5));
        run.finish();
        var before = send(run, "key-2", reserve("p-1", "o-1", 15));
        var repeat = send(run, "key-1", receive("p-1", 5));
        var after = run.submit(reserve("p-1", "o-2", 1));
        run.pass();

        assertThat(LoopRun.version(before)).isEqualTo(3);
        assertThat(recorded(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(refused(after).refusal()).isEqualTo(new InsufficientStock("p-1", 0, 1));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_key_with_another_command_is_refused_also_in_the_same_batch() {
        var _ = send(run, "key-1", receive("p-1", 5));
        var sameBatch = send(run, "key-1", receive("p-1", 6));
        run.pass();
        var later = send(run, "key-1", receive("p-2", 5));
        run.finish();
        var otherVersion =
                run.submit(
                        new CommandRequest(receive("p-1", 5), 1L, "key-1", null, null, null),
                        10_000);
        run.finish();

        for (var refused : List.of(sameBatch, later, otherVersion)) {
            assertThat(refused(refused).refusal()).isEqualTo(new IdempotencyKeyReused("key-1"));
        }
        assertThat(run.events()).hasSize(3);
    }

    @Test
    void a_refusal_is_not_remembered_so_the_key_may_be_tried_again() {
        var tooMuch = send(run, "key-1", reserve("p-1", "o-1", 11));
        var alsoTooMuch = send(run, "key-1", reserve("p-1", "o-1", 12));
        run.pass();
        run.outcomeOf(receive("p-1", 1));
        var enough = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.finish();

        refused(tooMuch);
        assertThat(refused(alsoTooMuch).refusal()).isInstanceOf(InsufficientStock.class);
        assertThat(recorded(enough).replayed()).isFalse();
    }

    @Test
    void a_repeat_is_answered_although_the_command_would_be_refused_by_now() {
        var first = send(run, "key-1", reserve("p-1", "o-1", 10));
        run.finish();
        LoopRun elsewhere = run.sibling();
        var there = send(elsewhere, "key-1", reserve("p-1", "o-1", 10));
        elsewhere.finish();

        assertThat(recorded(there)).isEqualTo(recorded(first).asReplay());
    }

    @Test
    void a_command_whose_answer_was_lost_is_not_done_again() {
        run.store.next(COMMITS_AND_LOSES_THE_ANSWER);
        var first = send(run, "key-1", receive("p-1", 5));
        run.pass();
        run.store.next(LOSES_THE_QUESTION);
        var repeat = send(run, "key-1", receive("p-1", 5));
        run.pass();

        assertThat(recorded(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_basket_is_replayed_with_all_its_lines() {
        var basket =
                new ReserveOrder(
                        "o-1",
                        List.of(new Line("p-1", 3), new Line("p-2", 20)),
                        null,
                        Policy.PARTIAL);
        var first = send(run, "key-1", basket);
        run.finish();
        var repeat = send(run, "key-1", basket);
        run.finish();

        assertThat(recorded(first).events()).hasSize(2);
        assertThat(recorded(repeat)).isEqualTo(recorded(first).asReplay());
    }

    @Test
    void random_repeats_over_two_instances_with_lost_connections_take_effect_once_each() {
        Seeds.forEach(
                "each key once",
                8,
                random -> {
                    LoopRun one = new LoopRun().withProducts("p-1", "p-2");
                    LoopRun other = one.sibling();
                    var outcomes = new ArrayList<CompletableFuture<CommandOutcome>>();
                    for (int i = 0; i < 300; i++) {
                        LoopRun instance = random.nextBoolean() ? one : other;
                        int key = random.nextInt(60);
                        outcomes.add(
                                send(
                                        instance,
                                        "key-" + key,
                                        receive("p-" + (1 + key % 2), 1 + key)));
                        if (random.nextInt(12) == 0) {
                            instance.store.next(
                                    random.nextBoolean()
                                            ? COMMITS_AND_LOSES_THE_ANSWER
                                            : LOSES_THE_QUESTION);
                        }
                        if (random.nextInt(5) == 0) {
                            instance.finish();
                        }
                    }
                    one.finish();
                    other.finish();

                    assertThat(outcomes).allSatisfy(LoopRun::recorded);
                    assertThat(one.events().stream().skip(2).map(e -> e.payload().toString()))
                            .doesNotHaveDuplicates()
                            .isNotEmpty();
                });
    }
}
