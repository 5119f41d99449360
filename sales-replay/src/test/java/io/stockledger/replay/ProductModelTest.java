package io.stockledger.replay;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class ProductModelTest {

    private final ProductModel model = new ProductModel();

    private Outcome apply(Command command) {
        return model.apply(command, 0);
    }

    private void register(long quantity) {
        apply(new Command.Register("HEART", "85123A", quantity, "main"));
    }

    private static Outcome refused(Problem problem, Object... members) {
        Map<String, Object> map = new HashMap<>();
        for (int index = 0; index < members.length; index += 2) {
            map.put(String.valueOf(members[index]), members[index + 1]);
        }
        return new Outcome.Refused(problem, map);
    }

    @Test
    void a_product_is_registered_once_and_before_any_other_command() {
        assertThat(apply(new Command.Receive("main", 1, "r")))
                .isEqualTo(refused(Problem.PRODUCT_NOT_FOUND));
        register(10);
        assertThat(apply(new Command.Register("x", "y", 1, "main")))
                .isEqualTo(refused(Problem.ALREADY_REGISTERED));
        assertThat(model.version()).isEqualTo(1);
        assertThat(model.name()).isEqualTo("HEART");
    }

    @Test
    void a_reservation_beyond_the_available_stock_and_a_second_one_of_an_order_are_refused() {
        register(10);
        assertThat(apply(new Command.Reserve("o1", 11)))
                .isEqualTo(refused(Problem.INSUFFICIENT_STOCK, "available", 10L, "requested", 11L));
        assertThat(apply(new Command.Reserve("o1", 4)))
                .isEqualTo(new Outcome.Recorded("StockReserved", 2));
        assertThat(apply(new Command.Reserve("o1", 100)))
                .isEqualTo(refused(Problem.RESERVATION_EXISTS, "orderId", "o1"));
        assertThat(apply(new Command.Reserve("o2", 7)))
                .isEqualTo(refused(Problem.INSUFFICIENT_STOCK, "available", 6L, "requested", 7L));
        assertThat(model.available()).isEqualTo(6);
    }

    @Test
    void a_shipment_lowers_reservation_and_warehouse_and_the_rest_stays_reserved() {
        register(10);
        apply(new Command.Reserve("o1", 6));
        apply(new Command.Ship("o1", "main", 4));
        assertThat(model.total()).isEqualTo(6);
        assertThat(model.reserved()).isEqualTo(2);
        assertThat(apply(new Command.Ship("o1", "main", 3)))
                .isEqualTo(refused(Problem.INVALID_QUANTITY, "field", "quantity", "quantity", 3L));
        assertThat(apply(new Command.Ship("o1", "other", 2)))
                .isEqualTo(
                        refused(
                                Problem.INSUFFICIENT_STOCK,
                                "available",
                                0L,
                                "requested",
                                2L,
                                "warehouseId",
                                "other"));
        apply(new Command.Ship("o1", "main", 2));
        assertThat(apply(new Command.Ship("o1", "main", 1)))
                .isEqualTo(refused(Problem.RESERVATION_NOT_FOUND));
    }

    @Test
    void a_cancellation_releases_the_remaining_quantity() {
        register(10);
        apply(new Command.Reserve("o1", 6));
        apply(new Command.Ship("o1", "main", 4));
        assertThat(apply(new Command.Cancel("o1")))
                .isEqualTo(new Outcome.Recorded("ReservationCancelled", 4));
        assertThat(model.available()).isEqualTo(6);
        assertThat(apply(new Command.Cancel("o1")))
                .isEqualTo(refused(Problem.RESERVATION_NOT_FOUND));
    }

    @Test
    void an_adjustment_below_the_reserved_quantity_is_refused_but_a_count_is_recorded() {
        register(10);
        apply(new Command.Reserve("o1", 6));
        assertThat(apply(new Command.Adjust("main", 5, "lost", 9L)))
                .isEqualTo(refused(Problem.STALE_COUNT, "expected", 9L, "actual", 10L));
        assertThat(apply(new Command.Adjust("main", 5, "lost", 10L)))
                .isEqualTo(refused(Problem.WOULD_OVERSELL, "reserved", 6L, "newTotal", 5L));
        assertThat(apply(new Command.Count("main", 5, "c", 2)))
                .isEqualTo(new Outcome.Recorded("StockAdjusted", 3));
        assertThat(model.available()).isZero();
        assertThat(model.shortfall()).isEqualTo(1);
    }

    @Test
    void an_adjustment_upwards_is_recorded_although_orders_exceed_the_stock() {
        register(10);
        apply(new Command.Reserve("o1", 6));
        apply(new Command.Count("main", 2, "c", 2));
        assertThat(apply(new Command.Adjust("main", 3, "found", 2L)))
                .isEqualTo(new Outcome.Recorded("StockAdjusted", 4));
        assertThat(model.shortfall()).isEqualTo(3);
    }

    @Test
    void blocked_goods_are_not_for_sale_and_not_shipped_transferred_or_written_off_as_such() {
        register(10);
        apply(new Command.Reserve("o1", 3));
        apply(new Command.Block("main", 8, "damaged"));
        assertThat(model.available()).isZero();
        assertThat(model.shortfall()).isEqualTo(1);
        Outcome tooFew = warehouseShort(2L, 3L);
        assertThat(apply(new Command.Ship("o1", "main", 3))).isEqualTo(tooFew);
        assertThat(apply(new Command.Transfer("main", "other", 3, "t"))).isEqualTo(tooFew);
        assertThat(apply(new Command.Block("main", 3, "damaged"))).isEqualTo(tooFew);
        assertThat(apply(new Command.WriteOff("main", 3, "lost", false))).isEqualTo(tooFew);
        assertThat(apply(new Command.WriteOff("main", 9, "lost", true)))
                .isEqualTo(warehouseShort(8L, 9L));
        assertThat(apply(new Command.Unblock("main", 9, "fine"))).isEqualTo(warehouseShort(8L, 9L));
        apply(new Command.Unblock("main", 1, "fine"));
        apply(new Command.WriteOff("main", 7, "broken", true));
        assertThat(model.total()).isEqualTo(3);
        assertThat(model.blocked()).isZero();
        assertThat(model.shortfall()).isZero();
    }

    private static Outcome warehouseShort(long available, long requested) {
        return refused(
                Problem.INSUFFICIENT_STOCK,
                "available",
                available,
                "requested",
                requested,
                "warehouseId",
                "main");
    }

    @Test
    void an_adjustment_below_the_blocked_quantity_is_refused_and_a_count_lowers_it() {
        register(10);
        apply(new Command.Receive("other", 100, "r"));
        apply(new Command.Block("main", 8, "damaged"));
        assertThat(apply(new Command.Adjust("main", 7, "lost", 10L)))
                .isEqualTo(
                        refused(
                                Problem.WOULD_OVERSELL,
                                "reserved",
                                0L,
                                "newTotal",
                                107L,
                                "warehouseId",
                                "main"));
        apply(new Command.Count("main", 5, "c", 3));
        assertThat(model.blocked("main")).isEqualTo(5);
    }

    @Test
    void no_more_comes_back_than_was_shipped_for_the_order() {
        register(10);
        apply(new Command.Reserve("o1", 6));
        assertThat(apply(new Command.Return("o1", "main", 1, "r", false)))
                .isEqualTo(refused(Problem.SHIPMENT_NOT_FOUND));
        apply(new Command.Ship("o1", "main", 4));
        apply(new Command.Return("o1", "other", 3, "r", true));
        assertThat(apply(new Command.Return("o1", "main", 2, "r", false)))
                .isEqualTo(
                        refused(
                                Problem.INVALID_QUANTITY,
                                "quantity",
                                2L,
                                "shipped",
                                4L,
                                "returned",
                                3L));
        assertThat(model.total()).isEqualTo(9);
        assertThat(model.available()).isEqualTo(9 - 3 - 2);
        assertThat(requireNonNull(model.reservations().get("o1")).status())
                .isEqualTo("partly-shipped");
        apply(new Command.Cancel("o1"));
        assertThat(requireNonNull(model.reservations().get("o1")).status())
                .isEqualTo("partly-shipped-then-cancelled");
    }

    @Test
    void a_count_of_an_older_version_is_corrected_by_later_movements_in_its_warehouse() {
        register(10);
        apply(new Command.Receive("main", 5, "r"));
        apply(new Command.Transfer("main", "other", 3, "t"));
        apply(new Command.Receive("other", 100, "r"));
        apply(new Command.Count("main", 9, "one was missing", 1));
        assertThat(model.held("main")).isEqualTo(9 + 5 - 3);
        assertThat(model.held("other")).isEqualTo(103);
    }

    @Test
    void a_version_mismatch_precedes_every_refusal_except_an_unknown_product() {
        register(10);
        apply(new Command.Receive("main", 5, "r"));
        assertThat(model.apply(new Command.Cancel("unknown"), 1))
                .isEqualTo(refused(Problem.VERSION_MISMATCH, "expected", 1L, "actual", 2L));
        assertThat(model.apply(new Command.Cancel("unknown"), 2))
                .isEqualTo(refused(Problem.RESERVATION_NOT_FOUND));
    }
}
