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

/** Two instances on one store: what one has in memory is stale as soon as the other writes. */
class WriterLoopConflictsTest {

    private final LoopRun here = new LoopRun().withProducts("p-1", "p-2");
    private final LoopRun elsewhere = here.sibling();

    @Test
    void a_refusal_is_never_announced_from_a_stale_cache() {
        elsewhere.outcomeOf(receive("p-1", 5));
        var fits = here.submit(reserve("p-1", "o-1", 15));

        here.pass();

        assertThat(LoopRun.version(fits)).isEqualTo(3);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void stock_that_another_instance_sold_is_not_sold_again() {
        elsewhere.outcomeOf(reserve("p-1", "o-1", 8));
        var tooMuch = here.submit(reserve("p-1", "o-2", 3));

        here.pass();

        assertThat(refused(tooMuch).refusal()).isEqualTo(new InsufficientStock("p-1", 2, 3));
        assertThat(here.eventsOf("p-1")).hasSize(2);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_conflict_is_decided_again_and_never_shown() {
        here.withProducts("p-9").undisturbed("p-9");
        elsewhere.outcomeOf(receive("p-1", 5));
        var mine = here.submit(receive("p-1", 7));
        var other = here.submit(reserve("p-2", "o-1", 1));

        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(3);
        assertThat(LoopRun.version(other)).isEqualTo(2);
        assertThat(here.eventsOf("p-1"))
                .extracting(e -> e.sequenceNumber())
                .containsExactly(1L, 2L, 3L);
        assertThat(here.registry.get("stockledger.append.conflicts").counter().count())
                .isEqualTo(1);
    }

    @Test
    void what_another_instance_appended_is_taken_in_before_it_can_conflict() {
        elsewhere.outcomeOf(receive("p-1", 5));
        here.outcomeOf(receive("p-2", 1));
        var mine = here.submit(receive("p-1", 7));
        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(3);
        assertThat(here.registry.get("stockledger.append.conflicts").counter().count()).isZero();
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_product_that_missed_a_long_gap_is_checked_again_before_it_counts() {
        elsewhere.outcomeOf(receive("p-1", 5));
        int gap = EventStore.NEWER_EVENTS_MAX + 1;
        here.store.append(SampleEvents.next("other", 0, gap));
        here.outcomeOf(receive("p-2", 1));
        var mine = here.submit(receive("p-1", 7));
        here.pass();

        assertThat(LoopRun.version(mine)).isEqualTo(3);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_product_whose_load_was_overtaken_is_loaded_again_before_it_is_decided_on() {
        here.withProducts("p-9");
        Product overtaken = new ProductRepository(here.store, here.snapshots).load("p-1");
        elsewhere.outcomeOf(receive("p-1", 5));
        here.undisturbed("p-9");
        here.cache.put(overtaken);
        elsewhere.outcomeOf(receive("p-1", 6));
        var mine = here.submit(receive("p-1", 7));
        var other = here.submit(receive("p-2", 7));

        here.finish();

        assertThat(LoopRun.version(mine)).isEqualTo(4);
        assertThat(LoopRun.version(other)).isEqualTo(2);
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_version_is_looked_up_once_and_then_known_while_the_log_is_followed() {
        here.outcomeOf(receive("p-1", 1));
        here.outcomeOf(receive("p-1", 1));
        here.outcomeOf(register("p-3"));

        assertThat(here.store.appends)
                .extracting(batch -> Objects.requireNonNull(batch.followed()).unconfirmed())
                .containsExactly(Set.of(), Set.of(), Set.of("p-3"));
    }

    @Test
    void an_answer_after_a_conflict_names_the_position_that_was_taken_in_the_end() {
        for (int i = 0; i < 4; i++) {
            elsewhere.outcomeOf(receive("p-1", 1));
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
    void the_version_a_command_asks_for_is_judged_by_the_log_and_not_by_memory() {
        elsewhere.outcomeOf(receive("p-1", 5));
        var current = here.submit(receive("p-1", 1), 2L);
        here.pass();
        assertThat(LoopRun.version(current)).isEqualTo(3);

        elsewhere.outcomeOf(receive("p-1", 5));
        var stale = here.submit(receive("p-1", 1), 3L);
        here.pass();
        assertThat(refused(stale).refusal()).isEqualTo(new VersionMismatch("p-1", 3, 4));
    }

    @Test
    void a_product_that_two_instances_register_exists_once() {
        here.outcomeOf(receive("new", 1));
        elsewhere.outcomeOf(register("new"));
        var late = here.submit(register("new"));

        here.pass();

        assertThat(refused(late).refusal()).isEqualTo(new AlreadyRegistered("new"));
        assertThat(here.eventsOf("new")).hasSize(1);
    }

    @Test
    void a_command_that_lost_once_cannot_lose_again() {
        here.withProducts("p-9").undisturbed("p-9");
        elsewhere.outcomeOf(receive("p-1", 5));
        // The other instance is faster a second time, just before the lock is taken.
        here.store.beforeExclusiveAppend(() -> elsewhere.outcomeOf(receive("p-1", 6)));
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
            elsewhere.outcomeOf(receive("p-1", 1));
            here.outcomeOf(receive("p-1", 1));
        }

        assertThat(here.registry.get("stockledger.append.conflicts").counter().count()).isZero();
        assertThat(here.store.exclusiveAppends).isEqualTo(here.store.appends.size());
        here.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void what_comes_while_an_instance_waits_for_its_turn_is_decided_with_it() {
        var late = new ArrayList<CompletableFuture<CommandOutcome>>();
        here.store.beforeExclusiveAppend(
                () -> {
                    elsewhere.outcomeOf(reserve("p-2", "o-1", 8));
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
    void an_instance_that_is_alone_for_a_while_takes_turns_no_more() {
        elsewhere.outcomeOf(receive("p-1", 1));
        here.withProducts("p-9").undisturbed("p-9");

        here.outcomeOf(receive("p-9", 1));

        assertThat(here.store.exclusiveAppends).isZero();
    }

    @Test
    void what_was_decided_on_stale_memory_leaves_no_trace_in_memory() {
        elsewhere.outcomeOf(reserve("p-1", "o-1", 10));
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
    void two_instances_with_random_commands_end_with_one_truth() {
        Seeds.forEach(
                "two instances, one truth",
                40,
                random -> {
                    LoopRun one = new LoopRun();
                    LoopRun other = one.sibling();
                    RandomCommands commands = RandomCommands.of(random);
                    one.outcomeOf(new RegisterProduct("r-1", "Lamp", "s", 30, "main"));
                    var acknowledged = new ArrayList<CompletableFuture<CommandOutcome>>();
                    for (int i = 0; i < 150; i++) {
                        LoopRun instance = random.nextBoolean() ? one : other;
                        String product = "r-" + (1 + random.nextInt(3));
                        acknowledged.add(instance.submit(commands.next(product)));
                        if (random.nextInt(4) == 0) {
                            instance.pass();
                        }
                    }
                    one.finish();
                    other.finish();

                    checkOneTruth(one, acknowledged);
                });
    }

    private static void checkOneTruth(
            LoopRun run, List<CompletableFuture<CommandOutcome>> acknowledged) {
        var ids = new ArrayList<Object>();
        for (var outcome : acknowledged) {
            assertThat(outcome).isCompleted();
            if (outcome.join() instanceof Recorded recorded) {
                recorded.events().forEach(event -> ids.add(event.eventId()));
            }
        }
        // Besides the registration, the log holds what was acknowledged, each once.
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
            assertThat(replayed.warehouses().values()).allMatch(quantity -> quantity >= 0);
        }
    }
}
