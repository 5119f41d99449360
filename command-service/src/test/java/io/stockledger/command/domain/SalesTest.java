package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.NOON;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Decision.ShipmentsMissing;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Three products with a quantity of ten each in the warehouse {@code main}. */
class SalesTest {

    private static final String ORDER = "order-1";

    private final Map<String, Product> products = new LinkedHashMap<>();

    SalesTest() {
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

    private static SellOrder sale(Policy policy, Shipment... lines) {
        return new SellOrder(ORDER, List.of(lines), policy);
    }

    private static SellOrder sale(Shipment... lines) {
        return sale(Policy.ALL_OR_NOTHING, lines);
    }

    private static List<InventoryEvent> sold(String productId, String warehouseId, long quantity) {
        return List.of(
                new StockReserved(productId, ORDER, quantity, null, warehouseId),
                new StockShipped(productId, ORDER, warehouseId, quantity));
    }

    @Test
    void each_line_is_reserved_and_shipped() {
        given(new StockReceived("a", "north", 5, "delivery-1"));

        assertThat(when(sale(new Shipment("a", "main", 10), new Shipment("a", "north", 5))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        sold("a", "main", 10).get(0),
                                        sold("a", "main", 10).get(1),
                                        sold("a", "north", 5).get(0),
                                        sold("a", "north", 5).get(1))));
    }

    @Test
    void all_short_lines_are_named() {
        given(new StockReserved("a", "other", 4, null, "main"));
        given(new StockReceived("b", "north", 90, "delivery-1"));

        assertThat(
                        when(
                                sale(
                                        new Shipment("a", "main", 7),
                                        new Shipment("b", "main", 6),
                                        new Shipment("b", "main", 5),
                                        new Shipment("c", "main", 1))))
                .isEqualTo(
                        new InsufficientOrderStock(
                                ORDER,
                                List.of(
                                        new Shortage("a", "main", 6, 7),
                                        new Shortage("b", "main", 10, 11))));
    }

    @Test
    void a_partial_sale_sells_what_is_there() {
        given(new StockReserved("a", "other", 4, null));

        assertThat(
                        when(
                                sale(
                                        Policy.PARTIAL,
                                        new Shipment("a", "main", 5),
                                        new Shipment("a", "main", 5),
                                        new Shipment("b", "nowhere", 1))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        sold("a", "main", 5).get(0),
                                        sold("a", "main", 5).get(1),
                                        sold("a", "main", 1).get(0),
                                        sold("a", "main", 1).get(1))));
        assertThat(when(sale(Policy.PARTIAL, new Shipment("b", "nowhere", 1))))
                .isEqualTo(
                        new InsufficientOrderStock(
                                ORDER, List.of(new Shortage("b", "nowhere", 0, 1))));
    }

    @Test
    void an_order_that_holds_a_product_does_not_buy_it() {
        given(new StockReserved("a", ORDER, 4, null));

        assertThat(when(sale(new Shipment("a", "main", 1))))
                .isEqualTo(new OrderReservationsExist(ORDER, List.of(new Line("a", 4))));
    }

    @Test
    void an_archived_product_is_not_sold() {
        given(new ProductArchived("b"));

        assertThat(when(sale(new Shipment("a", "main", 1), new Shipment("b", "main", 1))))
                .isEqualTo(new ArchivedProduct("b"));
    }

    @Test
    void an_order_ships_beyond_its_reservations() {
        given(new StockReserved("a", ORDER, 4, null));
        var command =
                new ShipOrder(
                        ORDER,
                        List.of(
                                new Shipment("a", "main", 3),
                                new Shipment("a", "main", 3),
                                new Shipment("b", "main", 2)),
                        true);

        assertThat(when(command))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationChanged("a", ORDER, 4, 6, null, null),
                                        new StockShipped("a", ORDER, "main", 3),
                                        new StockShipped("a", ORDER, "main", 3),
                                        sold("b", "main", 2).get(0),
                                        sold("b", "main", 2).get(1))));
    }

    @Test
    void the_lines_of_a_return_are_added_up() {
        given(new StockReserved("a", ORDER, 4, null));
        given(new StockShipped("a", ORDER, "main", 4));
        var known = Map.of("a", new ShipmentsAt(3, new OrderShipments(4, 1)));
        var three = new ReturnedLine("a", "main", 3, "unwanted", false);
        var one = new ReturnedLine("a", "north", 1, "broken", true);

        assertThat(when(new ReturnOrder(ORDER, List.of(three), known)))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new StockReturned(
                                                "a", ORDER, "main", 3, "unwanted", false))));
        assertThat(when(new ReturnOrder(ORDER, List.of(one, three), known)))
                .isEqualTo(
                        new ReturnBeyondShipment(
                                "a", "lines[1].quantity", 3, new OrderShipments(4, 1)));
        assertThat(when(new ReturnOrder(ORDER, List.of(three), Map.of())))
                .isEqualTo(new ShipmentsMissing(Set.of("a")));
    }
}
