package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.refused;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.ShipmentNotFound;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The writer loop looks up the shipments of an order before it decides a return. */
class ReturnsInTheLoopTest {

    private final HeldAppends lookUps = new HeldAppends();
    private boolean held;
    private final LoopRun run = newRun(LIMITS).withProducts("p-1", "p-2");

    private LoopRun newRun(WriterLimits limits) {
        return new LoopRun(
                limits,
                new InMemoryEventStore(),
                new InMemorySnapshotStore(),
                task -> {
                    if (held) {
                        lookUps.execute(task);
                    } else {
                        task.run();
                    }
                });
    }

    private static ReturnStock giveBack(String productId, String orderId, long quantity) {
        return new ReturnStock(productId, orderId, "main", quantity, "unwanted", false, null);
    }

    private static ShipStock ship(String productId, String orderId, long quantity) {
        return new ShipStock(productId, orderId, "main", quantity, true);
    }

    private void endLookUps() {
        held = false;
        while (!lookUps.isEmpty()) {
            lookUps.runNext();
        }
        run.finish();
    }

    /** Submits a command and passes until it waits for a look-up that has not begun. */
    private CompletableFuture<CommandOutcome> submitWaiting(Command command) {
        held = true;
        var outcome = run.submit(command);
        run.passAtOnce();
        run.passAtOnce();
        assertThat(lookUps.isEmpty()).isFalse();
        assertThat(outcome).isNotDone();
        return outcome;
    }

    @Test
    void a_return_is_limited_by_what_was_shipped_less_what_came_back() {
        run.outcomeOf(ship("p-1", "o-1", 5));

        var first = run.submitAndFinish(giveBack("p-1", "o-1", 3));
        var tooMuch = run.submitAndFinish(giveBack("p-1", "o-1", 3));
        var rest = run.submitAndFinish(giveBack("p-1", "o-1", 2));
        var never = run.submitAndFinish(giveBack("p-1", "o-2", 1));

        assertThat(LoopRun.version(first)).isEqualTo(4);
        assertThat(refused(tooMuch).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment("p-1", "quantity", 3, new OrderShipments(5, 3)));
        assertThat(LoopRun.version(rest)).isEqualTo(5);
        assertThat(refused(never).refusal()).isEqualTo(new ShipmentNotFound("p-1", "o-2"));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_return_after_a_thousand_other_orders_needs_one_look_up() {
        run.outcomeOf(receive("p-1", 2_000));
        run.outcomeOf(ship("p-1", "o-1", 2));
        for (int i = 0; i < 1_000; i++) {
            run.send(ship("p-1", "other-" + i, 1));
            if (i % 50 == 49) {
                run.finish();
            }
        }

        var returned = run.submitAndFinish(giveBack("p-1", "o-1", 2));

        assertThat(LoopRun.version(returned)).isEqualTo(2_005);
        assertThat(run.store.lookUps).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_return_counts_the_shipment_before_it_in_the_same_batch(boolean alone) {
        if (alone) {
            run.alone("p-2");
        }
        run.send(ship("p-1", "o-1", 4));
        var returned = run.submit(giveBack("p-1", "o-1", 4));
        var tooMuch = run.submit(giveBack("p-1", "o-1", 1));
        run.finish();

        assertThat(recorded(returned).events())
                .extracting(event -> event.payload())
                .containsExactly(new StockReturned("p-1", "o-1", "main", 4, "unwanted", false));
        assertThat(refused(tooMuch).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment("p-1", "quantity", 1, new OrderShipments(4, 4)));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shipments_and_returns_between_the_look_up_and_the_decision_count(boolean alone) {
        if (alone) {
            run.alone("p-2");
        }
        run.outcomeOf(ship("p-1", "o-1", 2));
        var waits = submitWaiting(giveBack("p-1", "o-1", 4));
        var tooMuch = run.submit(giveBack("p-1", "o-1", 1));
        run.passAtOnce();
        run.passAtOnce();
        run.store.afterNextLookUp(
                () -> {
                    run.send(ship("p-1", "o-1", 2));
                    run.send(ship("p-1", "o-2", 1));
                    run.passAtOnce();
                    run.passAtOnce();
                });
        endLookUps();

        assertThat(recorded(waits).events()).hasSize(1);
        assertThat(refused(tooMuch).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment("p-1", "quantity", 1, new OrderShipments(4, 4)));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void later_commands_on_the_product_do_not_wait_for_the_look_up_and_count() {
        run.outcomeOf(ship("p-1", "o-1", 2));
        var waits = submitWaiting(giveBack("p-1", "o-1", 3));
        var shipped = run.submit(ship("p-1", "o-1", 1));
        run.passAtOnce();
        run.passAtOnce();
        assertThat(recorded(shipped).events()).isNotEmpty();

        endLookUps();

        assertThat(LoopRun.version(waits)).isEqualTo(6);
    }

    @Test
    void of_returns_that_wait_together_only_as_much_as_was_shipped_is_accepted() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        held = true;
        var returns = new CompletableFuture<?>[8];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = run.submit(giveBack("p-1", "o-1", 2));
        }
        run.passAtOnce();
        run.passAtOnce();
        endLookUps();

        assertThat(returns).allMatch(CompletableFuture::isDone);
        assertThat(returnable("o-1")).isEqualTo(1);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    private long returnable(String orderId) {
        long sum = 0;
        for (var event : run.eventsOf("p-1")) {
            if (event.payload() instanceof StockShipped e && e.orderId().equals(orderId)) {
                sum += e.quantity();
            } else if (event.payload() instanceof StockReturned e && e.orderId().equals(orderId)) {
                sum -= e.quantity();
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shipments_and_returns_of_another_instance_count(boolean alone) {
        if (alone) {
            run.alone("p-2");
        }
        LoopRun other = run.sibling();
        other.outcomeOf(ship("p-1", "o-1", 5));

        var first = run.submitAndFinish(giveBack("p-1", "o-1", 3));
        other.outcomeOf(giveBack("p-1", "o-1", 1));
        var tooMuch = run.submitAndFinish(giveBack("p-1", "o-1", 2));

        assertThat(LoopRun.version(first)).isEqualTo(4);
        assertThat(refused(tooMuch).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment("p-1", "quantity", 2, new OrderShipments(5, 4)));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void another_instance_that_returns_during_the_look_up_is_not_overtaken(boolean alone) {
        if (alone) {
            run.alone("p-2");
        }
        run.outcomeOf(ship("p-1", "o-1", 5));
        LoopRun other = run.sibling();
        var waits = submitWaiting(giveBack("p-1", "o-1", 3));
        held = false;
        other.outcomeOf(giveBack("p-1", "o-1", 3));
        endLookUps();

        assertThat(refused(waits).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment("p-1", "quantity", 3, new OrderShipments(5, 3)));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_return_that_was_decided_on_a_look_up_is_decided_again_after_a_conflict() {
        run.alone("p-2");
        run.outcomeOf(ship("p-1", "o-1", 5));
        LoopRun other = run.sibling();
        var waits = submitWaiting(giveBack("p-1", "o-1", 3));
        lookUps.runNext();
        held = false;
        other.outcomeOf(giveBack("p-1", "o-1", 3));
        run.finish();

        assertThat(refused(waits).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment("p-1", "quantity", 3, new OrderShipments(5, 3)));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_return_of_several_products_is_recorded_for_all_or_none() {
        run.outcomeOf(ship("p-1", "o-1", 2));
        run.outcomeOf(ship("p-2", "o-1", 1));
        var tooMuch = run.submitAndFinish(giveBackOrder(2, 2));
        var fits = run.submitAndFinish(giveBackOrder(2, 1));

        assertThat(refused(tooMuch).refusal())
                .isEqualTo(
                        new ReturnBeyondShipment(
                                "p-2", "lines[1].quantity", 2, new OrderShipments(1, 0)));
        assertThat(recorded(fits).events()).hasSize(2);
    }

    private static ReturnOrder giveBackOrder(long ofFirst, long ofSecond) {
        return new ReturnOrder(
                "o-1",
                List.of(
                        new ReturnedLine("p-1", "main", ofFirst, "unwanted", false),
                        new ReturnedLine("p-2", "main", ofSecond, "unwanted", true)),
                Map.of());
    }

    @Test
    void a_repeated_return_replays_its_outcome_without_a_look_up() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        var first = run.submit(CommandRequest.of(giveBack("p-1", "o-1", 3)).withKey("k"), 10_000);
        run.finish();
        int before = run.store.lookUps;

        var repeat = run.submit(CommandRequest.of(giveBack("p-1", "o-1", 3)).withKey("k"), 10_000);
        run.finish();

        assertThat(repeat.join())
                .isEqualTo(new Replayed(recorded(first).position(), recorded(first).events()));
        assertThat(run.store.lookUps).isEqualTo(before);
    }

    @Test
    void a_failed_look_up_fails_the_returns_that_wait_for_it() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        run.store.failingLookUps = 1;

        var fails = run.submitAndFinish(giveBack("p-1", "o-1", 3));
        var later = run.submitAndFinish(giveBack("p-1", "o-1", 3));

        assertThat(fails).isCompletedExceptionally();
        assertThatThrownBy(fails::join).hasCauseInstanceOf(EventStoreException.class);
        assertThat(LoopRun.version(later)).isEqualTo(4);
    }

    @Test
    void an_error_in_a_look_up_fails_the_returns_that_wait_for_it_and_later_look_ups_run() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        for (int i = 0; i < 3; i++) {
            var error = new LinkageError("staged");
            run.store.lookUpError = error;

            var fails = run.submitAndFinish(giveBack("p-1", "o-1", 3));

            assertThatThrownBy(fails::join).hasCause(error);
        }
        assertThat(LoopRun.version(run.submitAndFinish(giveBack("p-1", "o-1", 3)))).isEqualTo(4);
    }

    @Test
    void a_return_whose_deadline_passes_during_the_look_up_is_refused_as_overloaded() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        CommandRequest request = CommandRequest.of(giveBack("p-1", "o-1", 3));
        held = true;
        var outcome = run.submit(request, 10_000);
        run.passAtOnce();
        run.passAtOnce();
        request.setDeadline(System.nanoTime() - 1);
        endLookUps();

        assertThat(outcome).isCompletedExceptionally();
        assertThatThrownBy(outcome::join).hasCauseInstanceOf(OverloadedException.class);
        assertThat(run.eventsOf("p-1")).hasSize(3);
    }

    @Test
    void the_number_of_returns_that_wait_is_bounded() {
        var limits = new WriterLimits(3, 50, 20, 4, 1_000, 1_000_000, 10_000, 5_000, 10);
        LoopRun small = newRun(limits).withProducts("p-1");
        small.outcomeOf(ship("p-1", "o-1", 5));
        held = true;
        for (int i = 0; i < 3; i++) {
            small.send(giveBack("p-1", "o-1", 1));
        }
        small.passAtOnce();
        small.passAtOnce();
        var tooMany = small.submit(giveBack("p-1", "o-1", 1));
        small.passAtOnce();
        small.passAtOnce();

        assertThat(tooMany).isCompletedExceptionally();
        assertThatThrownBy(tooMany::join).hasCauseInstanceOf(OverloadedException.class);
    }

    @Test
    void a_product_that_was_evicted_during_the_look_up_is_loaded_again() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        var waits = submitWaiting(giveBack("p-1", "o-1", 3));
        run.cache.evict("p-1");
        endLookUps();

        assertThat(LoopRun.version(waits)).isEqualTo(4);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_look_up_of_an_earlier_epoch_is_ignored() {
        run.outcomeOf(ship("p-1", "o-1", 5));
        var waits = submitWaiting(giveBack("p-1", "o-1", 5));
        lookUps.runNext();
        run.putBackTo(2);
        held = false;
        LoopRun other = run.sibling();
        other.outcomeOf(receive("p-1", 1));
        other.outcomeOf(receive("p-1", 1));
        run.finish();

        assertThat(refused(waits).refusal()).isEqualTo(new ShipmentNotFound("p-1", "o-1"));
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void an_undone_return_is_looked_up_again() {
        run.alone("p-2");
        var appends = new HeldAppends();
        run.appender = appends;
        var shipped = run.submit(ship("p-1", "o-1", 4));
        run.pass();
        var returned = run.submit(giveBack("p-1", "o-1", 4));
        run.pass();
        run.sibling().outcomeOf(receive("p-1", 1));
        appends.runNext();
        run.appender = Runnable::run;
        run.finish();

        assertThat(LoopRun.version(shipped)).isEqualTo(4);
        assertThat(LoopRun.version(returned)).isEqualTo(5);
        run.assertMemoryAgreesWithTheLog("p-1");
    }

    @Test
    void a_product_remembers_its_shipments_only_while_a_return_waits() {
        run.outcomeOf(ship("p-1", "o-1", 4));
        var waits = submitWaiting(giveBack("p-1", "o-1", 1));
        run.send(reserve("p-1", "o-2", 1));
        run.passAtOnce();
        CachedProduct cached = Objects.requireNonNull(run.cache.get("p-1"));
        assertThat(cached.undecidedReturns).isEqualTo(1);

        endLookUps();

        assertThat(waits).isCompleted();
        assertThat(cached.undecidedReturns).isZero();
    }

    @Test
    void a_return_of_an_unknown_product_is_refused_without_a_look_up() {
        assertThat(refused(run.submitAndFinish(giveBack("p-9", "o-1", 1))).refusal().name())
                .isEqualTo("product-not-found");
        assertThat(run.store.lookUps).isZero();
        assertThat(run.outcomeOf(register("p-9"))).isInstanceOf(CommandOutcome.Recorded.class);
    }
}
