package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.NOON;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Three products with a quantity of ten each in the warehouse {@code main}. */
class ChangedOrdersTest {

    private static final String ORDER = "order-1";

    private final Map<String, Product> products = new LinkedHashMap<>();

    ChangedOrdersTest() {
        for (String id : List.of("a", "b", "c")) {
            products.put(id, new Product(id));
            given(new ProductRegistered(id, "Lamp", "sku-" + id, 10, "main"));
        }
        products.put("unknown", new Product("unknown"));
    }

    private void given(InventoryEvent event) {
        products.computeIfAbsent(event.productId(), Product::new).apply(event, NOON);
    }

    private Decision when(OrderCommand command) {
        return OrderDecisions.decide(products, command, NOON);
    }

    private static StockReserved reserved(String productId, long quantity) {
        return new StockReserved(productId, ORDER, quantity, null);
    }

    private static LineChange line(String productId, long quantity) {
        return new LineChange(productId, quantity, new Edit.Keep<>());
    }

    private ChangeOrder change(Edit<Integer> end, LineChange... lines) {
        return new ChangeOrder(
                ORDER, List.of(lines), end, new LinkedHashSet<>(List.of("a", "b", "c")));
    }

    private ChangeOrder change(LineChange... lines) {
        return change(new Edit.Keep<>(), lines);
    }

    @Test
    void lines_are_raised_lowered_added_and_removed_together() {
        given(reserved("a", 4));
        given(reserved("b", 4));

        assertThat(when(change(line("a", 10), line("b", 0), line("c", 2))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationChanged("a", ORDER, 4, 10, null, null),
                                        new ReservationCancelled("b", ORDER, 4),
                                        reserved("c", 2))));
    }

    @Test
    void all_short_lines_are_named_and_nothing_is_recorded() {
        given(reserved("a", 4));

        assertThat(when(change(line("a", 12), line("b", 3), line("c", 11))))
                .isEqualTo(
                        new InsufficientOrderStock(
                                ORDER,
                                List.of(
                                        new Shortage("a", null, 6, 8),
                                        new Shortage("c", null, 10, 11))));
    }

    @Test
    void a_new_end_applies_to_all_lines_of_the_order() {
        given(reserved("a", 4));
        given(new StockReserved("b", ORDER, 4, NOON.plusSeconds(9), "main"));
        Instant end = NOON.plusSeconds(60);

        assertThat(when(change(new Edit.SetTo<>(60), line("a", 5))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationChanged("a", ORDER, 4, 5, end, null),
                                        new ReservationChanged("b", ORDER, 4, 4, end, "main"))));
    }

    @Test
    void the_end_of_all_lines_is_removed() {
        given(new StockReserved("a", ORDER, 4, NOON.plusSeconds(9)));
        given(reserved("b", 4));

        assertThat(when(change(new Edit.SetTo<>(null))))
                .isEqualTo(
                        new Acceptance(
                                List.of(new ReservationChanged("a", ORDER, 4, 4, null, null))));
    }

    @Test
    void a_line_that_is_added_ends_with_the_order() {
        given(new StockReserved("a", ORDER, 4, NOON.plusSeconds(9)));
        given(new StockReserved("b", ORDER, 4, NOON.plusSeconds(12)));

        assertThat(when(change(line("c", 1))))
                .isEqualTo(
                        new Acceptance(
                                List.of(new StockReserved("c", ORDER, 1, NOON.plusSeconds(12)))));
    }

    @Test
    void a_line_keeps_its_warehouse_unless_it_is_given_another() {
        given(new StockReserved("a", ORDER, 4, null, "main"));
        given(new StockReserved("b", ORDER, 4, null, "main"));

        assertThat(when(change(line("a", 3), new LineChange("b", 4, new Edit.SetTo<>(null)))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationChanged("a", ORDER, 4, 3, null, "main"),
                                        new ReservationChanged("b", ORDER, 4, 4, null, null))));
    }

    @Test
    void an_edit_that_changes_nothing_records_nothing() {
        given(reserved("a", 4));

        assertThat(when(change(line("a", 4)))).isEqualTo(new Acceptance(List.of()));
    }

    @Test
    void an_order_that_holds_nothing_has_no_line_to_remove_and_no_end_to_move() {
        assertThat(when(change(line("a", 0)))).isEqualTo(new ReservationNotFound("a", ORDER));
        assertThat(when(change(new Edit.SetTo<>(60))))
                .isEqualTo(new OrderReservationsNotFound(ORDER));
    }

    @Test
    void refusals_have_the_order_of_precedence_over_all_lines() {
        given(reserved("b", 4));
        given(new ProductArchived("b"));

        assertThat(when(change(line("c", 11), line("b", 5), line("unknown", 1))))
                .isEqualTo(new ProductNotFound("unknown"));
        assertThat(when(change(line("c", 0), line("b", 5)))).isEqualTo(new ArchivedProduct("b"));
        assertThat(when(change(line("a", -1), line("c", 0))))
                .isEqualTo(new ReservationNotFound("c", ORDER));
        assertThat(when(change(line("a", 11), line("c", -1))))
                .isEqualTo(
                        new InvalidQuantity(
                                "lines[1].quantity",
                                -1,
                                "must be from 0 to " + Quantities.QUANTITY_MAX));
    }
}
