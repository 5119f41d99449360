package io.stockledger.command.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.testing.Seeds;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

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
        int sent;

        Instant now() {
            return START.plusSeconds(sent);
        }

        Run() {
            states.add(ProductFigures.of(product));
        }

        Decision send(ProductCommand command) {
            Decision decision = ProductDecisions.decide(product, command, null, now());
            if (decision instanceof Acceptance(var accepted)) {
                for (InventoryEvent event : accepted) {
                    product.apply(event, now());
                    events.add(event);
                    times.add(now());
                    states.add(ProductFigures.of(product));
                }
            }
            sent++;
            return decision;
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
                        assertThat(state.warehouses().values()).allMatch(q -> q >= 0);
                        assertThat(state.reservations().values()).allMatch(r -> r.quantity() >= 1);
                        assertThat(state.totalStock())
                                .isBetween(0L, Quantities.QUANTITY_MAX)
                                .isEqualTo(sum(state.warehouses().values()));
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
                        long availableBefore = run.product.availableStock(run.now());
                        ProductCommand command = commands.next(PRODUCT);
                        boolean accepted = run.send(command) instanceof Acceptance;
                        boolean moved =
                                accepted && run.events.getLast() instanceof ReservationExtended;
                        if (accepted && !moved && command instanceof ReserveStock reserve) {
                            assertThat(reserve.quantity()).isLessThanOrEqualTo(availableBefore);
                        }
                        if (accepted && command instanceof AdjustStock) {
                            assertThat(run.product.shortfall(run.now())).isZero();
                        }
                    }
                });
    }

    @Test
    void without_counts_reserved_stock_never_exceeds_total_stock() {
        Seeds.forEach(
                "reserved <= total",
                ROUNDS,
                random -> {
                    var run = new Run();
                    RandomCommands commands = RandomCommands.of(random);
                    run.send(new RegisterProduct(PRODUCT, "Lamp", "sku-1", 40, "main"));
                    for (int i = 0; i < COMMANDS; i++) {
                        ProductCommand command = commands.next(PRODUCT);
                        if (!(command instanceof CountStock)) {
                            run.send(command);
                        }
                        assertThat(run.product.reservedStock(run.now()))
                                .isLessThanOrEqualTo(run.product.totalStock());
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
                    long heldThen = run.states.get(version).warehouses().getOrDefault("main", 0L);
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
                    var sums = new HashMap<String, Long>();
                    for (String warehouse : run.product.warehouses().keySet()) {
                        long sum = 0;
                        for (InventoryEvent event : run.events) {
                            sum += StockChanges.in(warehouse, event);
                        }
                        sums.put(warehouse, sum);
                    }
                    assertThat(run.product.warehouses()).isEqualTo(sums);
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
