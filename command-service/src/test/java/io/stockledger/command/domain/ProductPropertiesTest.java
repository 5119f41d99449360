package io.stockledger.command.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.testing.Seeds;
import io.stockledger.events.EventJson;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

class ProductPropertiesTest {

    private static final String PRODUCT = "p-1";
    private static final int ROUNDS = 300;
    private static final int COMMANDS = 120;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** A product with the history of random commands. */
    private static final class Run {
        final Product product = new Product(PRODUCT);
        final List<InventoryEvent> events = new ArrayList<>();
        final List<Instant> times = new ArrayList<>();
        final List<ProductFigures> states = new ArrayList<>();

        /** Commands are one second apart, so that some reservations lapse between them. */
        int commands;

        Instant now() {
            return START.plusSeconds(commands);
        }

        Run() {
            product.rememberShipments();
            states.add(ProductFigures.of(product));
        }

        /** Sends a command; a return gets the shipments of its order at a past version. */
        Decision send(ProductCommand sent) {
            ProductCommand command =
                    sent instanceof ReturnStock returned
                            ? returned.withShipments(Map.of(PRODUCT, shipments(returned.orderId())))
                            : sent;
            return apply(ProductDecisions.decide(product, command, null, now()));
        }

        void reassign(String orderId, String toOrderId) {
            apply(
                    OrderDecisions.decide(
                            Map.of(PRODUCT, product),
                            new ReassignOrder(orderId, toOrderId, null, Set.of(PRODUCT)),
                            now()));
        }

        private Decision apply(Decision decision) {
            if (decision instanceof Acceptance(var accepted)) {
                for (InventoryEvent event : accepted) {
                    product.apply(event, now());
                    events.add(event);
                    times.add(now());
                    states.add(ProductFigures.of(product));
                }
            }
            commands++;
            return decision;
        }

        private ShipmentsAt shipments(String orderId) {
            int version = Math.max(0, events.size() - commands % 5);
            return new ShipmentsAt(version, Shipments.of(orderId, events.subList(0, version)));
        }
    }

    private static Run run(Random random) {
        var run = new Run();
        RandomCommands commands = RandomCommands.of(random);
        run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", random.nextLong(40), "main"));
        for (int i = 0; i < COMMANDS; i++) {
            run.send(commands.next(PRODUCT));
        }
        return run;
    }

    @Test
    void random_commands_never_make_a_warehouse_negative_and_the_totals_are_always_right() {
        Seeds.forEach(
                "never negative, sums agree",
                ROUNDS,
                random -> {
                    for (ProductFigures state : run(random).states) {
                        assertThat(state.warehouses().values())
                                .allMatch(WarehouseStock::isPossible);
                        assertThat(state.reservations().values()).allMatch(r -> r.quantity() >= 1);
                        assertThat(state.blockedStock())
                                .isEqualTo(
                                        state.warehouses().values().stream()
                                                .mapToLong(WarehouseStock::blocked)
                                                .sum());
                        assertThat(state.totalStock())
                                .isBetween(0L, Quantities.QUANTITY_MAX)
                                .isEqualTo(
                                        sum(
                                                state.warehouses().values().stream()
                                                        .map(WarehouseStock::onHand)
                                                        .toList()));
                        assertThat(state.reservedStock())
                                .isEqualTo(
                                        state.reservations().values().stream()
                                                .mapToLong(Reservation::quantity)
                                                .sum());
                    }
                });
    }

    @Test
    void no_accepted_command_oversells() {
        Seeds.forEach(
                "never oversold",
                ROUNDS,
                random -> {
                    var run = new Run();
                    RandomCommands commands = RandomCommands.of(random);
                    run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", 40, "main"));
                    for (int i = 0; i < COMMANDS; i++) {
                        ProductCommand command = commands.next(PRODUCT);
                        StockLimits before = StockLimits.of(run.product, run.now());
                        int eventsBefore = run.events.size();
                        if (run.send(command) instanceof Acceptance) {
                            List<InventoryEvent> events =
                                    run.events.subList(eventsBefore, run.events.size());
                            events.forEach(event -> assertPromised(event, before));
                            assertAdjusted(command, run, before);
                        }
                    }
                });
    }

    /** Asserts that an event reserves no more than could be promised before its command. */
    private static void assertPromised(InventoryEvent event, StockLimits before) {
        long more =
                switch (event) {
                    case StockReserved e -> e.quantity();
                    case ReservationChanged e -> e.newQuantity() - before.heldBy(e.orderId());
                    case StockShipped e -> e.quantity() - before.heldBy(e.orderId());
                    default -> 0;
                };
        assertThat(Math.max(0, more)).as("%s", event).isLessThanOrEqualTo(before.promisable());
    }

    /** Asserts that an adjustment downwards leaves what is blocked and reserved. */
    private static void assertAdjusted(ProductCommand command, Run run, StockLimits before) {
        if (!(command instanceof AdjustStock adjusted)) {
            return;
        }
        String warehouseId = adjusted.warehouseId();
        WarehouseStock old = before.warehouses().getOrDefault(warehouseId, WarehouseStock.NONE);
        if (adjusted.newQuantity() >= old.onHand()) {
            return;
        }
        long unblocked =
                run.product.warehouses().values().stream()
                        .mapToLong(w -> w.onHand() - w.blocked())
                        .sum();
        long reserved = before.held().values().stream().mapToLong(Reservation::quantity).sum();
        assertThat(unblocked + run.product.policy().backorderLimit())
                .isGreaterThanOrEqualTo(reserved);
        long bound =
                before.held().values().stream()
                        .filter(r -> warehouseId.equals(r.warehouseId()))
                        .mapToLong(Reservation::quantity)
                        .sum();
        assertThat(adjusted.newQuantity() - old.blocked()).isGreaterThanOrEqualTo(bound);
    }

    @Test
    void without_facts_and_policies_reserved_stock_never_exceeds_the_stock_for_sale() {
        Seeds.forEach(
                "reserved <= total - blocked",
                ROUNDS,
                random -> {
                    var run = new Run();
                    RandomCommands commands = RandomCommands.of(random);
                    run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", 40, "main"));
                    for (int i = 0; i < COMMANDS; i++) {
                        ProductCommand command = commands.next(PRODUCT);
                        boolean states =
                                command instanceof CountStock
                                        || command instanceof BlockStock
                                        || command instanceof WriteOffStock
                                        || command instanceof SetStockPolicy;
                        if (!states) {
                            run.send(command);
                        }
                        assertThat(run.product.shortfall(run.now())).isZero();
                    }
                });
    }

    @Test
    void every_accepted_event_can_be_read_again_and_the_reserved_quantity_stays_in_range() {
        Seeds.forEach(
                "events are readable",
                ROUNDS,
                random -> {
                    var run = new Run();
                    RandomCommands commands = RandomCommands.of(random);
                    run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", 40, "main"));
                    for (int i = 0; i < COMMANDS; i++) {
                        run.send(commands.next(PRODUCT));
                        var orders =
                                new ArrayList<>(new TreeSet<>(run.product.reservations().keySet()));
                        if (orders.size() > 1) {
                            Collections.shuffle(orders, random);
                            run.reassign(orders.get(0), orders.get(1));
                        }
                        assertThat(run.product.reservedStock(run.now()))
                                .isBetween(0L, Quantities.QUANTITY_MAX);
                    }
                    for (InventoryEvent event : run.events) {
                        assertThat(EventJson.readPayload(EventJson.writePayload(event)))
                                .isEqualTo(event);
                    }
                });
    }

    @Test
    void a_product_that_decided_commands_equals_a_replay_of_their_events() {
        Seeds.forEach(
                "handled equals reloaded",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    var reloaded = new Product(PRODUCT);
                    for (int i = 0; i < run.events.size(); i++) {
                        reloaded.apply(run.events.get(i), run.times.get(i));
                        assertThat(ProductFigures.of(reloaded)).isEqualTo(run.states.get(i + 1));
                    }
                });
    }

    @Test
    void undo_restores_exactly_the_state_at_the_mark() {
        Seeds.forEach(
                "undo",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    var marks = new ArrayList<Long>();
                    var product = new Product(PRODUCT);
                    for (int i = 0; i < run.events.size(); i++) {
                        marks.add(product.mark());
                        product.apply(run.events.get(i), run.times.get(i));
                    }
                    for (int back = run.events.size() - 1; back >= 0; ) {
                        product.undo(marks.get(back));
                        assertThat(ProductFigures.of(product)).isEqualTo(run.states.get(back));
                        back -= 1 + random.nextInt(4);
                    }
                });
    }

    @Test
    void kept_events_stay_and_later_events_can_still_be_undone() {
        Seeds.forEach(
                "keep and undo",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    var marks = new ArrayList<Long>();
                    var product = new Product(PRODUCT);
                    for (int i = 0; i < run.events.size(); i++) {
                        marks.add(product.mark());
                        product.apply(run.events.get(i), run.times.get(i));
                    }
                    int kept = 0;
                    for (int back = run.events.size() - 1; back > kept; ) {
                        kept += random.nextInt(back - kept);
                        product.keep(marks.get(kept));
                        product.undo(marks.get(back));
                        assertThat(ProductFigures.of(product)).isEqualTo(run.states.get(back));
                        back -= 1 + random.nextInt(back - kept);
                    }
                    product.undo(0);
                    assertThat(ProductFigures.of(product)).isEqualTo(run.states.get(kept));
                    assertThat(product.isFinal()).isTrue();
                });
    }

    @Test
    void an_undone_command_can_be_decided_again_with_the_same_result() {
        Seeds.forEach(
                "undo and redo",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    run.product.undo(0);
                    assertThat(ProductFigures.of(run.product)).isEqualTo(run.states.getFirst());
                    for (int i = 0; i < run.events.size(); i++) {
                        run.product.apply(run.events.get(i), run.times.get(i));
                    }
                    assertThat(ProductFigures.of(run.product)).isEqualTo(run.states.getLast());
                });
    }

    @Test
    void a_count_of_a_past_version_is_corrected_by_all_later_changes() {
        Seeds.forEach(
                "count as of a version",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    int version = 1 + random.nextInt(run.events.size());
                    long heldThen =
                            run.states
                                    .get(version)
                                    .warehouses()
                                    .getOrDefault("main", WarehouseStock.NONE)
                                    .onHand();
                    long holds = run.product.quantityIn("main");
                    long moved =
                            run.events.subList(version, run.events.size()).stream()
                                    .mapToLong(event -> StockChanges.in("main", event))
                                    .sum();
                    assertThat(holds).isEqualTo(heldThen + moved);

                    long counted = random.nextLong(60);
                    Decision decision =
                            run.send(
                                    new CountStock(
                                            PRODUCT,
                                            "main",
                                            counted,
                                            "sheet",
                                            new CountedAt(version, heldThen)));
                    if (counted + moved >= 0
                            && run.product.totalStock() - holds + counted + moved
                                    <= Quantities.QUANTITY_MAX) {
                        assertThat(decision)
                                .isEqualTo(
                                        new Acceptance(
                                                new StockAdjusted(
                                                        PRODUCT,
                                                        "main",
                                                        holds,
                                                        counted + moved,
                                                        ProductDecisions.PHYSICAL_COUNT)));
                    } else {
                        assertThat(decision).isInstanceOf(Refusal.class);
                    }
                });
    }

    @Test
    void the_changes_of_a_warehouse_add_up_to_its_quantity() {
        Seeds.forEach(
                "changes add up",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    for (String warehouse : run.product.warehouses().keySet()) {
                        long sum = 0;
                        for (InventoryEvent event : run.events) {
                            sum += StockChanges.in(warehouse, event);
                        }
                        assertThat(run.product.quantityIn(warehouse)).isEqualTo(sum);
                    }
                });
    }

    @Test
    void no_accepted_command_takes_stock_that_other_orders_have_reserved_in_the_warehouse() {
        Seeds.forEach(
                "nothing taken from others",
                ROUNDS,
                random -> {
                    var run = new Run();
                    RandomCommands commands = RandomCommands.of(random);
                    run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", 40, "main"));
                    for (int i = 0; i < COMMANDS; i++) {
                        StockLimits before = StockLimits.of(run.product, run.now());
                        int eventsBefore = run.events.size();
                        run.send(commands.next(PRODUCT));
                        if (run.events.size() > eventsBefore) {
                            assertLeftByOthers(run.events.getLast(), before);
                        }
                    }
                });
    }

    /**
     * Asserts that the last event of a command takes or binds only what the other orders have left
     * in its warehouse.
     */
    private static void assertLeftByOthers(InventoryEvent event, StockLimits before) {
        switch (event) {
            case StockShipped e ->
                    assertThat(e.quantity())
                            .isLessThanOrEqualTo(before.leftByOthers(e.orderId(), e.warehouseId()));
            case StockTransferred e ->
                    assertThat(e.quantity()).isLessThanOrEqualTo(before.left(e.fromWarehouseId()));
            case StockReserved e -> {
                String warehouseId = e.warehouseId();
                if (warehouseId != null) {
                    assertThat(e.quantity()).isLessThanOrEqualTo(before.left(warehouseId));
                }
            }
            case ReservationChanged e -> {
                String warehouseId = e.warehouseId();
                Reservation old = Objects.requireNonNull(before.held().get(e.orderId()));
                boolean asks =
                        e.newQuantity() > old.quantity()
                                || !Objects.equals(warehouseId, old.warehouseId());
                if (warehouseId != null && asks) {
                    assertThat(e.newQuantity())
                            .isLessThanOrEqualTo(before.leftByOthers(e.orderId(), warehouseId));
                }
            }
            default -> {
                // It neither takes stock nor binds it.
            }
        }
    }

    @Test
    void the_reserved_quantity_of_a_warehouse_is_the_sum_of_the_reservations_bound_to_it() {
        Seeds.forEach(
                "reserved in warehouses",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    Instant now = run.now();
                    for (String warehouse : run.product.warehouses().keySet()) {
                        assertThat(run.product.reservedIn(warehouse, now))
                                .isEqualTo(
                                        run.product.reservations().values().stream()
                                                .filter(r -> r.holdsAt(now))
                                                .mapToLong(r -> r.quantityIn(warehouse))
                                                .sum());
                    }
                });
    }

    @Test
    void no_order_returns_more_than_was_shipped_for_it() {
        Seeds.forEach(
                "returned <= shipped",
                ROUNDS,
                random -> {
                    Run run = run(random);
                    for (int version = 0; version <= run.events.size(); version++) {
                        List<InventoryEvent> history = run.events.subList(0, version);
                        for (String order : Shipments.orders(history)) {
                            assertThat(Shipments.of(order, history).returnable()).isNotNegative();
                        }
                    }
                });
    }

    @Test
    void an_archived_product_is_neither_received_nor_reserved_more() {
        Seeds.forEach(
                "archived",
                ROUNDS,
                random -> {
                    var run = new Run();
                    RandomCommands commands = RandomCommands.of(random);
                    run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", 40, "main"));
                    for (int i = 0; i < COMMANDS; i++) {
                        boolean archived = run.product.isArchived();
                        long reserved = run.product.reservedStock(Instant.MIN);
                        ProductCommand command = commands.next(PRODUCT);
                        boolean accepted = run.send(command) instanceof Acceptance;
                        if (archived && accepted) {
                            assertThat(command).isNotInstanceOf(ReceiveStock.class);
                            assertThat(run.product.reservedStock(Instant.MIN))
                                    .isLessThanOrEqualTo(reserved);
                        }
                    }
                });
    }

    private static long sum(Iterable<Long> quantities) {
        long sum = 0;
        for (long quantity : quantities) {
            sum = Math.addExact(sum, quantity);
        }
        return sum;
    }
}
