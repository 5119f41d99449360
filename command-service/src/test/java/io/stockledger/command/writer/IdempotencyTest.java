package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.effect;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.reserve;
import static io.stockledger.command.writer.StagedEventStore.Fate.COMMITS_AND_LOSES_THE_CONNECTION;
import static io.stockledger.command.writer.StagedEventStore.Fate.LOSES_THE_CONNECTION;

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

    private static CompletableFuture<CommandOutcome> send(
            LoopRun run, String key, Command command) {
        return run.submit(CommandRequest.of(command).withKey(key), 10_000);
    }

    @Test
    void a_repeat_gets_the_first_outcome_and_records_nothing() {
        var first = send(run, "key-1", receive("p-1", 5));
        run.finish();
        var repeat = send(run, "key-1", receive("p-1", 5));
        run.finish();

        recorded(first);
        assertThat(effect(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_repeat_on_another_instance_or_after_a_restart_gets_the_first_outcome() {
        var first = send(run, "key-1", receive("p-1", 5));
        run.finish();
        LoopRun otherInstance = run.sibling();
        var repeat = send(otherInstance, "key-1", receive("p-1", 5));
        otherInstance.finish();

        assertThat(effect(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void of_two_concurrent_requests_one_is_decided_and_both_get_its_outcome() {
        var one = send(run, "key-1", receive("p-1", 5));
        var other = send(run, "key-1", receive("p-1", 5));
        run.pass();

        recorded(one);
        assertThat(effect(other)).isEqualTo(recorded(one).asReplay());
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void two_concurrent_requests_both_get_the_refusal_even_if_stock_arrives_in_between() {
        var one = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.send(receive("p-1", 1));
        var other = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.finish();

        assertThat(refused(one)).isEqualTo(refused(other));
        assertThat(run.eventsOf("p-1")).hasSize(2);
    }

    @Test
    void a_repeat_gets_the_refusal_of_a_request_that_is_in_flight() {
        run.alone("p-2");
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
    void two_concurrent_requests_both_fail_if_the_first_waited_too_long() {
        var late = run.submit(CommandRequest.of(receive("p-1", 5)).withKey("key-1"), -1);
        var other = send(run, "key-1", receive("p-1", 5));
        run.finish();
        var again = send(run, "key-1", receive("p-1", 5));
        run.finish();

        assertThat(late).isCompletedExceptionally();
        assertThat(other).isCompletedExceptionally();
        recorded(again);
    }

    @Test
    void the_key_of_a_command_that_a_bug_has_lost_is_free_again_after_the_time_out() {
        CommandRequest request = CommandRequest.of(receive("p-1", 5)).withKey("key-1");
        var lost = run.submit(request, -LoopRun.LIMITS.outcomeTimeoutMs() - 1);
        run.inbox.takeNow(new Inbox.BatchRoom(1, true));
        var repeat = send(run, "key-1", receive("p-1", 5));
        run.finish();

        assertThat(lost).isNotDone();
        recorded(repeat);
    }

    @Test
    void a_known_key_does_not_affect_the_other_commands_of_its_batch() {
        var first = send(run, "key-1", receive("p-1", 5));
        run.finish();
        var before = send(run, "key-2", reserve("p-1", "o-1", 15));
        var repeat = send(run, "key-1", receive("p-1", 5));
        var after = run.submit(reserve("p-1", "o-2", 1));
        run.pass();

        assertThat(LoopRun.version(before)).isEqualTo(3);
        assertThat(effect(repeat)).isEqualTo(recorded(first).asReplay());
        assertThat(refused(after).refusal()).isEqualTo(new InsufficientStock("p-1", 0, 1));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_reused_key_with_another_command_is_refused_even_in_the_same_batch() {
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
    void a_refusal_leaves_no_receipt_so_that_the_key_can_be_used_again() {
        var tooMuch = send(run, "key-1", reserve("p-1", "o-1", 11));
        var alsoTooMuch = send(run, "key-1", reserve("p-1", "o-1", 12));
        run.pass();
        run.outcomeOf(receive("p-1", 1));
        var enough = send(run, "key-1", reserve("p-1", "o-1", 11));
        run.finish();

        refused(tooMuch);
        assertThat(refused(alsoTooMuch).refusal()).isInstanceOf(InsufficientStock.class);
        recorded(enough);
    }

    @Test
    void a_repeat_gets_the_first_outcome_even_if_the_command_would_be_refused_now() {
        var first = send(run, "key-1", reserve("p-1", "o-1", 10));
        run.finish();
        LoopRun otherInstance = run.sibling();
        var there = send(otherInstance, "key-1", reserve("p-1", "o-1", 10));
        otherInstance.finish();

        assertThat(effect(there)).isEqualTo(recorded(first).asReplay());
    }

    @Test
    void a_command_whose_connection_was_lost_is_not_recorded_again() {
        run.store.next(COMMITS_AND_LOSES_THE_CONNECTION);
        var first = send(run, "key-1", receive("p-1", 5));
        run.pass();
        run.store.next(LOSES_THE_CONNECTION);
        var repeat = send(run, "key-1", receive("p-1", 5));
        run.pass();

        assertThat(effect(repeat)).isEqualTo(recorded(first).asReplay());
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
        assertThat(effect(repeat)).isEqualTo(recorded(first).asReplay());
    }

    @Test
    void random_repeats_over_two_instances_with_lost_connections_take_effect_once_each() {
        Seeds.forEach(
                "each key takes effect once",
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
                                            ? COMMITS_AND_LOSES_THE_CONNECTION
                                            : LOSES_THE_CONNECTION);
                        }
                        if (random.nextInt(5) == 0) {
                            instance.finish();
                        }
                    }
                    one.finish();
                    other.finish();

                    assertThat(outcomes).allSatisfy(LoopRun::effect);
                    assertThat(one.events().stream().skip(2).map(e -> e.payload().toString()))
                            .doesNotHaveDuplicates()
                            .isNotEmpty();
                });
    }
}
