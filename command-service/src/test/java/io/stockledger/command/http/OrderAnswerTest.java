package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.http.OrderAnswer.Line;
import io.stockledger.command.writer.CommandOutcome.Foreseen;
import io.stockledger.command.writer.CommandOutcome.ForeseenEvent;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

class OrderAnswerTest {

    @Test
    void a_change_names_the_quantity_that_the_order_holds_of_each_product_that_changed() {
        var change = new ChangeOrder("o", List.of(), new Edit.Keep<>(), Set.of());

        assertThat(
                        lines(
                                change,
                                new ReservationChanged("p", "o", 4, 2, null, null),
                                new ReservationExpired("q", "o", 9),
                                new StockReserved("q", "o", 5, null, null),
                                new ReservationCancelled("r", "o", 7)))
                .containsExactly(
                        new Line("p", 2, 2L, null),
                        new Line("q", 5, 2L, null),
                        new Line("r", 0, 2L, null));
    }

    @Test
    void a_shipment_beyond_the_reservation_names_what_was_shipped() {
        var shipment = new ShipOrder("o", List.of(new Shipment("p", "w", 6)), true);

        assertThat(
                        lines(
                                shipment,
                                new ReservationChanged("p", "o", 4, 6, null, null),
                                new StockShipped("p", "o", "w", 6)))
                .containsExactly(new Line("p", 6, 2L, null));
    }

    @Test
    void a_partial_sale_names_each_line_of_the_request_with_what_was_sold_of_it() {
        var sale =
                new SellOrder(
                        "o",
                        List.of(
                                new Shipment("p", "w", 3),
                                new Shipment("q", "w", 5),
                                new Shipment("p", "v", 2),
                                new Shipment("p", "w", 4),
                                new Shipment("p", "w", 1)),
                        Policy.PARTIAL);

        assertThat(lines(sale, sold("p", "w", 3), sold("p", "v", 1), sold("p", "w", 2)))
                .containsExactly(
                        new Line("p", 3, 2L, 3L),
                        new Line("q", 0, null, 5L),
                        new Line("p", 1, 2L, 2L),
                        new Line("p", 2, 2L, 4L),
                        new Line("p", 0, null, 1L));
    }

    private static StockShipped sold(String productId, String warehouseId, long quantity) {
        return new StockShipped(productId, "o", warehouseId, quantity);
    }

    /** The lines of a dry run on products at version 1, each of whose events is numbered 2. */
    private static List<Line> lines(OrderCommand command, InventoryEvent... events) {
        var foreseen =
                new Foreseen(
                        Stream.of(events).map(event -> new ForeseenEvent(event, 2)).toList(),
                        Map.of("p", 1L, "q", 1L, "r", 1L));
        return OrderAnswer.of(command, AnswerEvents.of(foreseen)).lines();
    }
}
