package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.NOON;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandOutcome.Unchanged;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent.StockReceived;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class WriterLoopTest {

    @Test
    void commands_that_arrive_together_are_appended_in_one_call() {
        LoopRun run = new LoopRun().withProducts("p-1", "p-2");
        var first = run.submit(receive("p-1", 5));
        var second = run.submit(reserve("p-2", "o-1", 3));
        var third = run.submit(reserve("p-1", "o-1", 15));

        run.pass();

        assertThat(run.store.appends).hasSize(1);
        assertThat(LoopRun.version(first)).isEqualTo(2L);
        assertThat(LoopRun.version(second)).isEqualTo(2L);
        assertThat(LoopRun.version(third)).isEqualTo(3L);
    }

    @Test
    void an_outcome_names_the_event_as_it_is_in_the_log() {
        LoopRun run = new LoopRun().withProducts("p-1", "p-2");
        var outcomes = new ArrayList<CompletableFuture<CommandOutcome>>();
        for (int i = 0; i < 6; i++) {
            outcomes.add(run.submit(receive(i % 2 == 0 ? "p-1" : "p-2", 1)));
            run.send(reserve("p-1", "o-" + i, 1_000));
        }

        run.pass();

        for (var outcome : outcomes) {
            Recorded recorded = recorded(outcome);
            EventEnvelope event = run.events().get((int) recorded.position() - 1);
            assertThat(event.eventId()).isEqualTo(recorded.events().getFirst().eventId());
            assertThat(event.aggregateId())
                    .isEqualTo(recorded.events().getFirst().payload().productId());
            assertThat(event.sequenceNumber())
                    .isEqualTo(recorded.events().getLast().sequenceNumber());
            assertThat(event.position()).isEqualTo(recorded.position());
            assertThat(recorded.events().getFirst().payload()).isInstanceOf(StockReceived.class);
        }
    }

    @Test
    void commands_on_one_product_are_decided_in_order_each_on_the_result_of_the_one_before() {
        LoopRun run = new LoopRun().withProducts("p-1");
        var first = run.submit(reserve("p-1", "o-1", 6));
        var tooMuch = run.submit(reserve("p-1", "o-2", 6));
        var delivery = run.submit(receive("p-1", 2));
        var enough = run.submit(reserve("p-1", "o-3", 6));

        run.pass();

        assertThat(LoopRun.version(first)).isEqualTo(2);
        assertThat(refused(tooMuch).refusal()).isEqualTo(new InsufficientStock("p-1", 4, 6));
        assertThat(LoopRun.version(delivery)).isEqualTo(3);
        assertThat(LoopRun.version(enough)).isEqualTo(4);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void commands_on_a_product_keep_their_order_while_it_is_loaded() {
        LoopRun first = new LoopRun().withProducts("p-1");
        LoopRun run = first.sibling();
        var reserve = run.submit(reserve("p-1", "o-1", 10));
        run.pass();
        assertThat(reserve).isNotDone();

        var later = run.submit(reserve("p-1", "o-2", 1));
        run.pass();

        assertThat(LoopRun.version(reserve)).isEqualTo(2);
        assertThat(refused(later).refusal()).isEqualTo(new InsufficientStock("p-1", 0, 1));
    }

    @Test
    void a_batch_takes_no_more_commands_than_its_limit() {
        LoopRun run =
                new LoopRun(new WriterLimits(100, 3, 20, 4, 1_000, 1_000_000, 10_000, 300, 10))
                        .withProducts("p-1");
        for (int i = 0; i < 7; i++) {
            run.send(receive("p-1", 1));
        }

        run.finish();

        assertThat(run.store.appends)
                .extracting(batch -> batch.events().size())
                .containsExactly(3, 3, 1);
    }

    @Test
    void a_batch_of_refusals_is_appended_without_events_to_check_their_versions() {
        LoopRun run = new LoopRun().withProducts("p-1");
        var refusal = run.submit(reserve("p-1", "o-1", 11));

        run.pass();

        assertThat(refused(refusal).refusal()).isEqualTo(new InsufficientStock("p-1", 10, 11));
        assertThat(run.store.appends)
                .singleElement()
                .satisfies(
                        batch ->
                                assertThat(batch.expectedVersions()).containsOnly(entry("p-1", 1L)))
                .satisfies(batch -> assertThat(batch.events()).isEmpty());
    }

    @Test
    void an_unregistered_product_is_checked_at_version_0() {
        LoopRun run = new LoopRun();
        var refusal = run.submit(receive("nobody", 1));

        run.finish();

        assertThat(refused(refusal).refusal()).isEqualTo(new ProductNotFound("nobody"));
        assertThat(run.store.appends)
                .singleElement()
                .satisfies(
                        batch ->
                                assertThat(batch.expectedVersions())
                                        .containsOnly(entry("nobody", 0L)))
                .satisfies(batch -> assertThat(batch.events()).isEmpty());
    }

    @Test
    void an_expected_version_includes_the_commands_before_it_in_the_batch() {
        LoopRun run = new LoopRun().withProducts("p-1");
        run.send(receive("p-1", 1));
        var onThat = run.submit(receive("p-1", 1), 2L);
        var tooLate = run.submit(receive("p-1", 1), 2L);

        run.pass();

        assertThat(LoopRun.version(onThat)).isEqualTo(3);
        assertThat(refused(tooLate).refusal()).isEqualTo(new VersionMismatch("p-1", 2, 3));
    }

    @Test
    void a_bug_in_a_decision_fails_only_its_command() {
        LoopRun run = new LoopRun().withProducts("p-1", "p-2");
        var before = run.submit(reserve("p-1", "o-1", 1));
        // The constructor of the event throws on an empty order id, which HTTP never lets in.
        var poisoned = run.submit(reserve("p-1", "", 1));
        var after = run.submit(reserve("p-1", "o-2", 1));
        var other = run.submit(reserve("p-2", "o-2", 1));

        run.pass();

        assertThat(LoopRun.version(before)).isEqualTo(2);
        assertThatThrownBy(poisoned::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(LoopRun.version(after)).isEqualTo(3);
        assertThat(LoopRun.version(other)).isEqualTo(2);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void event_times_are_in_whole_microseconds_and_follow_a_clock_that_is_set_back() {
        LoopRun run = new LoopRun();
        run.clock.set(NOON.plusNanos(999));
        run.outcomeOf(register("p-1"));
        run.clock.set(NOON.minusSeconds(60));
        run.outcomeOf(receive("p-1", 1));
        Instant later = NOON.plusSeconds(60);
        run.clock.set(later);
        run.outcomeOf(receive("p-1", 1));

        assertThat(run.events())
                .extracting(EventEnvelope::occurredAt)
                .containsExactly(NOON, NOON.minusSeconds(60), later);
    }

    @Test
    void an_event_carries_the_origin_of_its_command() {
        LoopRun run = new LoopRun().withProducts("p-1");
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        run.send(
                new CommandRequest(
                        new CountStock("p-1", "main", 9, "sheet-9", null),
                        null,
                        null,
                        "basket 42",
                        "till-3",
                        traceparent));

        run.pass();

        EventMetadata metadata = run.events().getLast().metadata();
        assertThat(metadata.commandId()).hasSize(36);
        assertThat(metadata)
                .isEqualTo(
                        new EventMetadata(
                                metadata.commandId(),
                                "basket 42",
                                "till-3",
                                traceparent,
                                "sheet-9"));
    }

    @Test
    void outcomes_are_counted_by_type_and_refusal() {
        LoopRun run = new LoopRun().withProducts("p-1");
        run.outcomeOf(reserve("p-1", "o-1", 1));
        run.outcomeOf(reserve("p-1", "o-1", 1));
        run.outcomeOf(reserve("p-1", "o-2", 100));

        for (String outcome : List.of("recorded", "reservation-exists", "insufficient-stock")) {
            assertThat(
                            run.registry
                                    .get("stockledger.commands")
                                    .tag("type", "reserve-stock")
                                    .tag("outcome", outcome)
                                    .counter()
                                    .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_command_that_changes_nothing_answers_the_present_version_and_position() {
        LoopRun run = new LoopRun().withProducts("p-1", "p-2");
        run.outcomeOf(receive("p-1", 1));
        run.outcomeOf(new ArchiveProduct("p-1"));
        run.send(receive("p-2", 1));
        var again = run.submit(new ArchiveProduct("p-1"));
        run.send(receive("p-2", 1));
        run.finish();

        assertThat(again.join()).isEqualTo(new Unchanged(5, Map.of("p-1", 3L)));
        assertThat(run.eventsOf("p-1")).hasSize(3);
        assertThat(
                        run.registry
                                .get("stockledger.commands")
                                .tags("type", "archive-product", "outcome", "unchanged")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void the_key_of_a_command_that_changes_nothing_stays_free() {
        LoopRun run = new LoopRun().withProducts("p-1");
        run.outcomeOf(new ArchiveProduct("p-1"));
        var first = run.submit(CommandRequest.of(new ArchiveProduct("p-1")).withKey("k"), 10_000);
        run.finish();
        run.outcomeOf(new RestoreProduct("p-1"));
        var second = run.submit(CommandRequest.of(new ArchiveProduct("p-1")).withKey("k"), 10_000);
        run.finish();

        assertThat(first.join()).isInstanceOf(Unchanged.class);
        assertThat(LoopRun.version(second)).isEqualTo(4);
    }
}
