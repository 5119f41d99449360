package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductFigures;
import io.stockledger.command.domain.RandomCommands;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.SampleEvents;
import io.stockledger.command.testing.Seeds;
import io.stockledger.command.writer.CommandOutcome.Recorded;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Two instances share a store, so products in memory become stale when the other one appends. */
class WriterLoopConflictsTest {

    private final LoopRun here = new LoopRun().withProducts("p-1", "p-2");
    private final LoopRun other = here.sibling();

    @Test
    void a_command_is_not_refused_because_of_a_stale_product() {
        other.outcomeOf(receive("p-1", 5));
        var fits = here.submit(reserve("p-1", "o-1", 15));

        here.pass();

        assertThat(LoopRun.version(fits)).isEqualTo(3);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void stock_that_another_instance_has_reserved_is_not_reserved_again() {
        other.outcomeOf(reserve("p-1", "o-1", 8));
        var tooMuch = here.submit(reserve("p-1", "o-2", 3));

        here.pass();

        assertThat(refused(tooMuch).refusal()).isEqualTo(new InsufficientStock("p-1", 2, 3));
        assertThat(here.eventsOf("p-1")).hasSize(2);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void commands_of_a_conflicting_batch_are_decided_again() {
        here.withProducts("p-9").alone("p-9");
        other.outcomeOf(receive("p-1", 5));
        var mine = here.submit(receive("p-1", 7));
        var second = here.submit(reserve("p-2", "o-1", 1));

        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(3);
        assertThat(LoopRun.version(second)).isEqualTo(2);
        assertThat(here.eventsOf("p-1"))
                .extracting(e -> e.sequenceNumber())
                .containsExactly(1L, 2L, 3L);
        assertThat(here.registry.get("stockledger.append.conflicts").counter().count())
                .isEqualTo(1);
    }

    @Test
    void events_of_another_instance_are_applied_before_they_can_conflict() {
        other.outcomeOf(receive("p-1", 5));
        here.outcomeOf(receive("p-2", 1));
        var mine = here.submit(receive("p-1", 7));
        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(3);
        assertThat(here.registry.get("stockledger.append.conflicts").counter().count()).isZero();
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void after_a_long_gap_the_version_of_a_product_is_checked_again() {
        other.outcomeOf(receive("p-1", 5));
        int gap = EventStore.NEWER_EVENTS_MAX + 1;
        here.store.append(SampleEvents.next("other", 0, gap));
        here.outcomeOf(receive("p-2", 1));
        var mine = here.submit(receive("p-1", 7));
        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(3);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_product_whose_load_was_overtaken_is_loaded_again_before_the_decision() {
        here.withProducts("p-9");
        Product overtaken = new ProductRepository(here.store, here.snapshots).load("p-1");
        other.outcomeOf(receive("p-1", 5));
        here.alone("p-9");
        here.cache.put(overtaken);
        other.outcomeOf(receive("p-1", 6));
        var mine = here.submit(receive("p-1", 7));
        var second = here.submit(receive("p-2", 7));

        here.finish();

        assertThat(LoopRun.version(mine)).isEqualTo(4);
        assertThat(LoopRun.version(second)).isEqualTo(2);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_version_is_checked_once_and_then_confirmed_by_the_known_log() {
        here.outcomeOf(receive("p-1", 1));
        here.outcomeOf(receive("p-1", 1));
        here.outcomeOf(register("p-3"));

        assertThat(here.store.appends)
                .extracting(batch -> Objects.requireNonNull(batch.knownLog()).unconfirmed())
                .containsExactly(Set.of(), Set.of(), Set.of("p-3"));
    }

    @Test
    void an_outcome_after_a_conflict_names_the_final_position() {
        for (int i = 0; i < 4; i++) {
            other.outcomeOf(receive("p-1", 1));
        }
        var first = here.submit(receive("p-1", 7));
        var second = here.submit(receive("p-2", 7));

        here.pass();

        for (Recorded recorded : List.of(recorded(first), recorded(second))) {
            assertThat(here.events().get((int) recorded.position() - 1).eventId())
                    .isEqualTo(recorded.events().getFirst().eventId());
        }
    }

    @Test
    void an_expected_version_is_compared_with_the_log_and_not_with_memory() {
        other.outcomeOf(receive("p-1", 5));
        var current = here.submit(receive("p-1", 1), 2L);
        here.pass();
        assertThat(LoopRun.version(current)).isEqualTo(3);

        other.outcomeOf(receive("p-1", 5));
        var stale = here.submit(receive("p-1", 1), 3L);
        here.pass();
        assertThat(refused(stale).refusal()).isEqualTo(new VersionMismatch("p-1", 3, 4));
    }

    @Test
    void of_two_registrations_on_two_instances_one_is_recorded() {
        here.outcomeOf(receive("new", 1));
        other.outcomeOf(register("new"));
        var late = here.submit(register("new"));

        here.pass();

        assertThat(refused(late).refusal()).isEqualTo(new AlreadyRegistered("new"));
        assertThat(here.eventsOf("new")).hasSize(1);
    }

    @Test
    void a_command_conflicts_at_most_once() {
        here.withProducts("p-9").alone("p-9");
        other.outcomeOf(receive("p-1", 5));
        // The other instance appends again, just before this one gets the lock.
        here.store.beforeExclusiveAppend(() -> other.outcomeOf(receive("p-1", 6)));
        var mine = here.submit(receive("p-1", 7));

        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(4);
        assertThat(here.store.exclusiveAppends).isEqualTo(1);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void instances_that_take_turns_do_not_conflict() {
        here.store.appends.clear();
        here.store.exclusiveAppends = 0;
        for (int i = 0; i < 3; i++) {
            other.outcomeOf(receive("p-1", 1));
            here.outcomeOf(receive("p-1", 1));
        }

        assertThat(here.registry.get("stockledger.append.conflicts").counter().count()).isZero();
        assertThat(here.store.exclusiveAppends).isEqualTo(here.store.appends.size());
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void commands_that_arrive_while_an_instance_waits_for_its_turn_are_decided_with_it() {
        var late = new ArrayList<CompletableFuture<CommandOutcome>>();
        here.store.beforeExclusiveAppend(
                () -> {
                    other.outcomeOf(reserve("p-2", "o-1", 8));
                    late.add(here.submit(reserve("p-2", "o-2", 3)));
                });
        here.store.appends.clear();
        var first = here.submit(receive("p-1", 1));

        here.pass();

        recorded(first);
        assertThat(refused(late.getFirst()).refusal())
                .isEqualTo(new InsufficientStock("p-2", 2, 3));
        assertThat(here.store.appends).hasSize(1);
    }

    @Test
    void an_instance_that_has_been_alone_for_a_while_no_longer_takes_turns() {
        other.outcomeOf(receive("p-1", 1));
        here.withProducts("p-9").alone("p-9");

        here.outcomeOf(receive("p-9", 1));

        assertThat(here.store.exclusiveAppends).isZero();
    }

    @Test
    void decisions_on_a_stale_product_leave_no_trace_in_memory() {
        other.outcomeOf(reserve("p-1", "o-1", 10));
        var first = here.submit(reserve("p-1", "o-2", 4));
        var second = here.submit(reserve("p-1", "o-3", 4));
        var third = here.submit(reserve("p-2", "o-3", 4));

        here.pass();

        refused(first);
        refused(second);
        recorded(third);
        here.assertMemoryAgreesWithTheLog("p-1");
        here.assertMemoryAgreesWithTheLog("p-2");
    }

    @Test
    void two_instances_with_random_commands_leave_a_consistent_log() {
        Seeds.forEach(
                "two instances, consistent log",
                40,
                random -> {
                    LoopRun one = new LoopRun();
                    LoopRun two = one.sibling();
                    RandomCommands commands = RandomCommands.of(random);
                    one.outcomeOf(new RegisterProduct("r-1", "Lamp", "s", 30, "main"));
                    var acknowledged = new ArrayList<CompletableFuture<CommandOutcome>>();
                    for (int i = 0; i < 150; i++) {
                        LoopRun instance = random.nextBoolean() ? one : two;
                        String product = "r-" + (1 + random.nextInt(3));
                        acknowledged.add(instance.submit(commands.next(product)));
                        if (random.nextInt(4) == 0) {
                            instance.pass();
                        }
                    }
                    one.finish();
                    two.finish();

                    checkConsistentLog(one, acknowledged);
                });
    }

    private static void checkConsistentLog(
            LoopRun run, List<CompletableFuture<CommandOutcome>> acknowledged) {
        var ids = new ArrayList<Object>();
        for (var outcome : acknowledged) {
            assertThat(outcome).isCompleted();
            if (outcome.join() instanceof Recorded recorded) {
                recorded.events().forEach(event -> ids.add(event.eventId()));
            }
        }
        // Besides the registration, the log has each acknowledged event once.
        assertThat(run.events()).extracting(e -> (Object) e.eventId()).containsAll(ids);
        assertThat(run.events()).hasSize(ids.size() + 1);
        for (String product : List.of("r-1", "r-2", "r-3")) {
            var events = run.eventsOf(product);
            assertThat(events)
                    .extracting(e -> e.sequenceNumber())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            ProductFigures replayed =
                    ProductFigures.of(
                            new ProductRepository(run.store, new InMemorySnapshotStore())
                                    .load(product));
            assertThat(replayed.warehouses().values()).allMatch(stock -> stock.onHand() >= 0);
        }
    }
}
