package io.stockledger.command.writer;

import static io.stockledger.command.writer.LoopRun.LIMITS;
import static io.stockledger.command.writer.LoopRun.receive;
import static io.stockledger.command.writer.LoopRun.recorded;
import static io.stockledger.command.writer.LoopRun.register;
import static io.stockledger.command.writer.LoopRun.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.writer.CommandOutcome.DryRunOutcome;
import io.stockledger.command.writer.CommandOutcome.Foreseen;
import io.stockledger.command.writer.CommandOutcome.ForeseenEvent;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

class DryRunsTest {

    private final InMemoryEventStore log = new InMemoryEventStore();
    private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
    private final LoopRun run =
            new LoopRun(LIMITS, log, snapshots, Runnable::run).withProducts("p-1", "p-2");
    private final DryRuns dryRuns =
            new DryRuns(run.store, new ProductRepository(run.store, snapshots), run.clock, 1_000);
    private int appendsBefore = -1;

    private DryRunOutcome decide(Command command) {
        return decide(CommandRequest.of(command));
    }

    private DryRunOutcome decide(CommandRequest request) {
        appendsBefore = run.store.appends.size();
        return dryRuns.decide(request, UnaryOperator.identity());
    }

    @AfterEach
    void nothing_is_appended() {
        assertThat(run.store.appends).hasSize(appendsBefore);
    }

    @Test
    void an_accepted_command_foresees_its_events_and_the_version_that_it_rests_on() {
        run.outcomeOf(receive("p-1", 5));

        assertThat(decide(new ShipStock("p-1", "o-1", "main", 3, true)))
                .isEqualTo(
                        new Foreseen(
                                List.of(
                                        new ForeseenEvent(
                                                new StockReserved("p-1", "o-1", 3, null, "main"),
                                                3),
                                        new ForeseenEvent(
                                                new StockShipped("p-1", "o-1", "main", 3), 4)),
                                Map.of("p-1", 2L)));
    }

    @Test
    void a_command_is_completed_only_while_its_dry_run_is_among_the_three_that_run() {
        var impatient =
                new DryRuns(run.store, new ProductRepository(run.store, snapshots), run.clock, 0);
        var entered = new ArrayList<CommandRequest>();
        CommandRequest request = CommandRequest.of(receive("p-1", 5));
        var nested =
                new UnaryOperator<CommandRequest>() {
                    @Override
                    public CommandRequest apply(CommandRequest complete) {
                        entered.add(complete);
                        assertThat(impatient.decide(complete, this)).isNull();
                        return complete;
                    }
                };

        assertThatThrownBy(() -> impatient.decide(request, nested))
                .isInstanceOf(OverloadedException.class);
        assertThat(entered).hasSize(3);
        appendsBefore = run.store.appends.size();
        assertThat(impatient.decide(request, UnaryOperator.identity()))
                .isInstanceOf(Foreseen.class);
    }

    @Test
    void a_registration_rests_on_version_0() {
        assertThat(decide(register("p-9")))
                .isEqualTo(
                        new Foreseen(
                                List.of(
                                        new ForeseenEvent(
                                                new ProductRegistered(
                                                        "p-9", "Lamp", "sku-1", 10, "main"),
                                                1)),
                                Map.of("p-9", 0L)));
    }

    @Test
    void a_command_that_would_change_nothing_foresees_no_event() {
        run.outcomeOf(new ArchiveProduct("p-1"));

        assertThat(decide(new ArchiveProduct("p-1")))
                .isEqualTo(new Foreseen(List.of(), Map.of("p-1", 2L)));
    }

    @Test
    void a_refusal_is_that_of_the_command() {
        assertThat(decide(reserve("p-1", "o-1", 11)))
                .isEqualTo(new Refused(new InsufficientStock("p-1", 10, 11)));
        assertThat(decide(reserve("p-9", "o-1", 1)))
                .isEqualTo(new Refused(new ProductNotFound("p-9")));
        assertThat(decide(new CommandRequest(receive("p-1", 1), 7L, null, null, null, null)))
                .isEqualTo(new Refused(new VersionMismatch("p-1", 7, 1)));
    }

    @Test
    void a_basket_is_decided_on_all_its_products() {
        assertThat(
                        decide(
                                new ReserveOrder(
                                        "o-1",
                                        List.of(new Line("p-1", 4), new Line("p-2", 2)),
                                        null,
                                        Policy.ALL_OR_NOTHING)))
                .isEqualTo(
                        new Foreseen(
                                List.of(
                                        new ForeseenEvent(
                                                new StockReserved("p-1", "o-1", 4, null), 2),
                                        new ForeseenEvent(
                                                new StockReserved("p-2", "o-1", 2, null), 2)),
                                Map.of("p-1", 1L, "p-2", 1L)));
    }

    @Test
    void reservations_that_have_lapsed_at_the_present_instant_hold_no_stock() {
        run.outcomeOf(new ReserveStock("p-1", "o-1", 10, 60, false));
        run.clock.set(LoopRun.NOON.plusSeconds(60));

        assertThat(decide(reserve("p-1", "o-1", 10)))
                .isEqualTo(
                        new Foreseen(
                                List.of(
                                        new ForeseenEvent(
                                                new ReservationExpired("p-1", "o-1", 10), 3),
                                        new ForeseenEvent(
                                                new StockReserved("p-1", "o-1", 10, null), 4)),
                                Map.of("p-1", 2L)));
    }

    @Test
    void a_return_is_limited_by_the_shipments_up_to_the_loaded_version() {
        run.outcomeOf(new ShipStock("p-1", "o-1", "main", 3, true));
        run.outcomeOf(new ShipStock("p-1", "o-2", "main", 1, true));

        assertThat(decide(giveBack(3)))
                .isEqualTo(
                        new Foreseen(
                                List.of(
                                        new ForeseenEvent(
                                                new StockReturned(
                                                        "p-1", "o-1", "main", 3, "broken", false),
                                                6)),
                                Map.of("p-1", 5L)));
        assertThat(decide(giveBack(4)))
                .isEqualTo(
                        new Refused(
                                new ReturnBeyondShipment(
                                        "p-1", "quantity", 4, new OrderShipments(3, 0))));
        var lines = new ArrayList<ReturnedLine>();
        lines.add(new ReturnedLine("p-1", "main", 2, "broken", false));
        lines.add(new ReturnedLine("p-1", "main", 1, "broken", true));
        assertThat(decide(new ReturnOrder("o-1", lines, Map.of()))).isInstanceOf(Foreseen.class);
    }

    private static ReturnStock giveBack(long quantity) {
        return new ReturnStock("p-1", "o-1", "main", quantity, "broken", false, null);
    }

    @Test
    void the_cancellation_of_an_order_uses_the_products_that_were_looked_up() {
        run.outcomeOf(reserve("p-1", "o-1", 2));
        CommandRequest request = CommandRequest.of(new CancelOrder("o-1", Set.of()));
        request.setProductsOfOrder(log.productsOfOrders(List.of("o-1")));

        assertThat(decide(request))
                .isInstanceOfSatisfying(
                        Foreseen.class, foreseen -> assertThat(foreseen.events()).hasSize(1));
    }

    @Test
    void a_known_key_replays_its_outcome_or_is_refused_for_another_command() {
        CommandRequest command = CommandRequest.of(receive("p-1", 5)).withKey("k");
        var first = run.submit(command, 10_000);
        run.finish();

        assertThat(decide(CommandRequest.of(receive("p-1", 5)).withKey("k")))
                .isEqualTo(new Replayed(recorded(first).position(), recorded(first).events()));
        assertThat(decide(CommandRequest.of(receive("p-1", 6)).withKey("k")))
                .isEqualTo(new Refused(new IdempotencyKeyReused("k")));
    }

    @Test
    void a_key_stays_free_after_a_dry_run() {
        assertThat(decide(CommandRequest.of(receive("p-1", 5)).withKey("k")))
                .isInstanceOf(Foreseen.class);

        var other = run.submit(CommandRequest.of(receive("p-1", 6)).withKey("k"), 10_000);
        run.finish();

        assertThat(LoopRun.version(other)).isEqualTo(2);
        appendsBefore = run.store.appends.size();
    }

    @Test
    void decisions_that_are_not_durable_do_not_count() {
        run.alone("p-2");
        var appends = new HeldAppends();
        run.appender = appends;
        run.send(reserve("p-1", "o-1", 10));
        run.pass();

        assertThat(decide(reserve("p-1", "o-2", 10))).isInstanceOf(Foreseen.class);
        appends.runNext();
        run.finish();
        assertThat(decide(reserve("p-1", "o-2", 10))).isInstanceOf(Refused.class);
    }

    @Test
    void a_store_that_does_not_answer_is_an_exception() {
        run.store.unreachable = true;

        assertThatThrownBy(() -> decide(receive("p-1", 1))).isInstanceOf(EventStoreException.class);
    }
}
