package io.stockledger.replay;

import static io.stockledger.replay.Rows.ONE_WAREHOUSE;
import static io.stockledger.replay.Rows.commands;
import static io.stockledger.replay.Rows.order;
import static io.stockledger.replay.Rows.plan;
import static io.stockledger.replay.Rows.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ReplayPlannerTest {

    private static final long SEED = 20101201;

    private static PlanSettings settings(int warehouses, String share, int delay, int every) {
        return new PlanSettings("", warehouses, new BigDecimal(share), delay, every, every);
    }

    @Test
    void an_order_line_is_one_reservation_and_a_shipment_for_each_of_its_rows() {
        ReplayPlan plan = plan(ONE_WAREHOUSE, "1,22633,W,6,1,7", "1,22633,W,12,1,7");
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("W", "22633", 18, "main"),
                        new Command.Reserve("1", 18),
                        new Command.Ship("1", "main", 6),
                        new Command.Ship("1", "main", 12));
        assertThat(order(plan, "1")).containsExactly(new OrderLine("22633", 0, 18, 0, "shipped"));
    }

    @Test
    void a_part_that_is_cancelled_later_is_not_shipped_and_its_reservation_is_cancelled() {
        ReplayPlan plan =
                plan(
                        ONE_WAREHOUSE,
                        "1,22633,W,6,1,7",
                        "1,22633,W,12,1,7",
                        "2,22633,W,1,1,8",
                        "C3,22633,W,-14,1,7");
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("W", "22633", 19, "main"),
                        new Command.Reserve("1", 18),
                        new Command.Ship("1", "main", 4),
                        new Command.Reserve("2", 1),
                        new Command.Ship("2", "main", 1),
                        new Command.Cancel("1"));
        assertThat(order(plan, "1"))
                .containsExactly(new OrderLine("22633", 0, 4, 0, "partly-shipped-then-cancelled"));
        assertThat(script(plan, "22633").model().available()).isEqualTo(14);
    }

    @Test
    void a_cancellation_before_the_shipment_ships_the_part_that_is_not_cancelled_first() {
        ReplayPlan plan = plan(settings(1, "1", 5, 0), "1,22633,W,6,1,7", "C2,22633,W,-4,1,7");
        assertThat(commands(script(plan, "22633")))
                .endsWith(
                        new Command.Reserve("1", 6),
                        new Command.Ship("1", "main", 2),
                        new Command.Cancel("1"));
    }

    @Test
    void the_last_orders_stay_open_until_enough_further_invoices_follow() {
        ReplayPlan plan = plan(settings(1, "1", 1, 0), "1,22633,W,6,1,7", "2,22633,W,5,1,7");
        assertThat(order(plan, "1")).containsExactly(new OrderLine("22633", 0, 6, 0, "shipped"));
        assertThat(order(plan, "2")).containsExactly(new OrderLine("22633", 5, 0, 0, "open"));
        assertThat(script(plan, "22633").model().reserved()).isEqualTo(5);
    }

    @Test
    void write_offs_found_stock_and_returned_goods_are_recorded_in_their_warehouses() {
        ReplayPlan plan =
                plan(
                        settings(2, "1", 0, 0),
                        "1,22633,lost,-7,0,",
                        "2,22633,,3,0,",
                        "C3,22633,W,-2,1,7");
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("lost", "22633", 4, "main"),
                        new Command.Receive("warehouse-2", 3, "opening stock"),
                        new Command.Adjust("main", 0, "lost", 4L),
                        new Command.Adjust("warehouse-2", 0, "lost", 3L),
                        new Command.Adjust("warehouse-2", 3, "found", 0L),
                        new Command.Receive("main", 2, "C3"));
    }

    @Test
    void goods_that_come_back_are_blocked_until_they_are_inspected() {
        ReplayPlan plan =
                plan(
                        settings(1, "1", 1, 0),
                        "1,22633,W,6,1,7",
                        "2,22633,W,4,1,7",
                        "C3,22633,W,-4,1,7",
                        "C4,22633,W,-5,1,7",
                        "5,22634,W,1,1,8",
                        "6,22634,W,1,1,8");
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("W", "22633", 10, "main"),
                        new Command.Reserve("1", 6),
                        new Command.Reserve("2", 4),
                        new Command.Ship("1", "main", 6),
                        new Command.Cancel("2"),
                        new Command.Return("1", "main", 5, "invoice C4", true),
                        new Command.Unblock("main", 5, "inspected"));
        assertThat(order(plan, "1")).containsExactly(new OrderLine("22633", 0, 6, 5, "shipped"));
        assertThat(script(plan, "22633").model().available()).isEqualTo(9);
    }

    @Test
    void an_order_that_is_still_to_be_shipped_is_shipped_before_its_goods_come_back() {
        ReplayPlan plan =
                ReplayPlanner.plan(
                        SalesBookkeeper.book(
                                Rows.lines("1,22633,W,6,1,7", "C2,22633,W,-4,1,7"), false),
                        settings(1, "1", 5, 0));
        assertThat(commands(script(plan, "22633")))
                .endsWith(
                        new Command.Ship("1", "main", 6),
                        new Command.Return("1", "main", 4, "invoice C2", true));
    }

    @Test
    void damaged_goods_are_blocked_in_their_warehouses_and_written_off_after_the_inspection() {
        ReplayPlan plan =
                plan(
                        settings(2, "1", 1, 0),
                        "1,22633,water damaged,-7,0,",
                        "2,22633,W,1,1,7",
                        "3,22634,W,1,1,8");
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("water damaged", "22633", 4, "main"),
                        new Command.Receive("warehouse-2", 4, "opening stock"),
                        new Command.Block("main", 4, "water damaged"),
                        new Command.Block("warehouse-2", 3, "water damaged"),
                        new Command.Reserve("2", 1),
                        new Command.WriteOff("main", 4, "water damaged", true),
                        new Command.WriteOff("warehouse-2", 3, "water damaged", true),
                        new Command.Ship("2", "warehouse-2", 1));
    }

    @Test
    void goods_of_a_lost_sale_do_not_come_back() {
        ReplayPlan plan =
                ReplayPlanner.plan(
                        SalesBookkeeper.book(
                                Rows.lines("1,22633,W,6,1,7", "C2,22633,W,-4,1,7"), false),
                        settings(1, "0.5", 0, 0));
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("W", "22633", 3, "main"), new Command.Reserve("1", 6));
        assertThat(plan.notes()).containsEntry("returns of lost sales", 1);
    }

    @Test
    void a_quantity_that_one_warehouse_lacks_is_transferred_or_shipped_from_others() {
        List<String> rows = new ArrayList<>();
        for (int invoice = 1; invoice <= 8; invoice++) {
            rows.add(invoice + ",2263" + invoice + ",W,9,1,7");
        }
        ReplayPlan plan = plan(settings(3, "1", 0, 0), rows.toArray(String[]::new));
        List<Command> all =
                plan.scripts().stream().flatMap(script -> commands(script).stream()).toList();
        assertThat(all).filteredOn(Command.Transfer.class::isInstance).hasSize(2);
        assertThat(all).filteredOn(Command.Ship.class::isInstance).hasSize(6 * 3 + 2 * 2);
        assertThat(plan.orders().values())
                .allSatisfy(
                        lines -> assertThat(lines).extracting(OrderLine::shipped).containsOnly(9L));
    }

    @Test
    void with_scarce_stock_a_sale_beyond_the_available_quantity_is_never_shipped() {
        ReplayPlan plan =
                plan(
                        settings(1, "0.4", 0, 0),
                        "1,22633,W,6,1,7",
                        "2,22633,W,6,1,8",
                        "3,22633,W,1,1,9",
                        "C4,22633,W,-6,1,8");
        assertThat(commands(script(plan, "22633")))
                .containsExactly(
                        new Command.Register("W", "22633", 5, "main"),
                        new Command.Reserve("1", 6),
                        new Command.Reserve("2", 6),
                        new Command.Reserve("3", 1),
                        new Command.Ship("3", "main", 1));
        assertThat(plan.expectedRefusals()).containsExactly(Map.entry("insufficient-stock", 2));
        assertThat(order(plan, "1")).isEmpty();
        assertThat(plan.orders()).containsKeys("1", "2", "3");
    }

    @Test
    void a_loss_of_reserved_goods_is_recorded_by_a_count_and_causes_a_shortfall() {
        ReplayPlan plan =
                plan(
                        settings(1, "0.5", 1, 0),
                        "1,22633,W,6,1,7",
                        "2,22633,lost,-6,0,",
                        "3,22634,W,1,1,7");
        ProductScript script = script(plan, "22633");
        assertThat(commands(script))
                .containsExactly(
                        new Command.Register("W", "22633", 6, "main"),
                        new Command.Reserve("1", 6),
                        new Command.Adjust("main", 0, "lost", 6L),
                        new Command.Count("main", 0, "count after a loss", 2),
                        new Command.Ship("1", "main", 6));
        assertThat(plan.expectedRefusals()).containsKeys("would-oversell", "insufficient-stock");
        assertThat(script.model().shortfall()).isEqualTo(6);
        assertThat(order(plan, "1")).containsExactly(new OrderLine("22633", 6, 0, 0, "open"));
    }

    @Test
    void product_ids_and_order_ids_begin_with_the_prefix() {
        ReplayPlan plan =
                plan(new PlanSettings("run2-", 1, BigDecimal.ONE, 0, 0, 0), "1,22633,W,6,1,7");
        assertThat(order(plan, "run2-1"))
                .extracting(OrderLine::productId)
                .containsExactly("run2-22633");
    }

    @Test
    void the_opening_stock_is_the_smallest_stock_with_which_no_command_is_refused() {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            String[] rows = randomRows(random);
            assertThat(plan(settings(3, "1", 3, 0), rows).expectedRefusals())
                    .as("seed %d, round %d", SEED, round)
                    .isEmpty();
        }
        String[] tight = {"1,22633,W,1000,1,7", "2,22633,W,1000,1,7"};
        assertThat(plan(settings(3, "0.9995", 3, 0), tight).expectedRefusals()).isNotEmpty();
    }

    @Test
    void no_expected_state_is_negative_or_oversold_with_scarce_stock() {
        Random random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            ReplayPlan plan = plan(settings(3, "0.4", 3, 7), randomRows(random));
            for (ProductScript script : plan.scripts()) {
                ProductModel model = script.model();
                assertThat(model.warehouses().values()).allMatch(quantity -> quantity >= 0);
                assertThat(model.reserved())
                        .as("seed %d, round %d", SEED, round)
                        .isEqualTo(
                                model.reservations().values().stream()
                                        .mapToLong(ReservationModel::reserved)
                                        .sum());
                long recorded =
                        script.commands().stream()
                                .filter(c -> c.expected() instanceof Outcome.Recorded)
                                .count();
                assertThat(model.version()).isEqualTo(recorded);
            }
        }
    }

    @Test
    void every_probe_is_expected_to_be_refused() {
        String[] rows = randomRows(new Random(SEED));
        ReplayPlan without = plan(new PlanSettings("", 3, BigDecimal.ONE, 9, 0, 0), rows);
        ReplayPlan with = plan(new PlanSettings("", 3, BigDecimal.ONE, 9, 0, 1), rows);
        int probes = with.expectedRefusals().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(probes).isEqualTo(with.commandCount() - without.commandCount());
        assertThat(with.expectedRefusals().keySet())
                .containsExactlyInAnyOrder(
                        Arrays.stream(Problem.values())
                                .map(Problem::wireName)
                                .toArray(String[]::new));
    }

    @Test
    void the_same_rows_give_the_same_plan() {
        PlanSettings settings = settings(3, "0.6", 4, 5);
        assertThat(Rows.text(plan(settings, randomRows(new Random(SEED)))))
                .isEqualTo(Rows.text(plan(settings, randomRows(new Random(SEED)))));
    }

    private static String[] randomRows(Random random) {
        List<String> rows = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            int kind = random.nextInt(10);
            String invoice = (kind == 0 ? "C" : "") + (1000 + number / 3);
            long quantity = (kind <= 1 ? -1 : 1) * (1L + random.nextInt(30));
            String price = kind == 1 || kind == 2 ? "0" : "1.5";
            String customer = kind == 1 || kind == 2 ? "" : String.valueOf(random.nextInt(5));
            rows.add(
                    "%s,2263%d,W,%d,%s,%s"
                            .formatted(invoice, random.nextInt(6), quantity, price, customer));
        }
        return rows.toArray(String[]::new);
    }
}
