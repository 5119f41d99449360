package io.stockledger.command.http;

import static io.stockledger.command.domain.OrderCommand.LINES_MAX;

import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.http.RequestFields;

import java.util.List;
import java.util.Set;

/** Reads each command on an order, as {@link CommandBodies} reads those on a product. */
final class OrderBodies {

    private static final String ALL_OR_NOTHING = "all-or-nothing";
    private static final String PARTIAL = "partial";

    private OrderBodies() {}

    static ReserveOrder reserveOrder(String orderId, RequestFields fields) {
        List<Line> lines =
                fields.objects("lines", 1, LINES_MAX).stream()
                        .map(
                                line ->
                                        new Line(
                                                line.identifier("productId"),
                                                line.wholeNumber("quantity")))
                        .toList();
        String policy = fields.oneOf("policy", List.of(ALL_OR_NOTHING, PARTIAL), ALL_OR_NOTHING);
        return new ReserveOrder(
                orderId,
                lines,
                CommandBodies.expiresInSeconds(fields),
                policy.equals(PARTIAL) ? Policy.PARTIAL : Policy.ALL_OR_NOTHING);
    }

    /** The cancellation without its products, which {@link CommandExchange} adds. */
    static CancelOrder cancelOrder(String orderId) {
        return new CancelOrder(orderId, Set.of());
    }

    static ShipOrder shipOrder(String orderId, RequestFields fields) {
        List<Shipment> lines =
                fields.objects("lines", 1, LINES_MAX).stream()
                        .map(
                                line ->
                                        new Shipment(
                                                line.identifier("productId"),
                                                line.identifier("warehouseId"),
                                                line.wholeNumber("quantity")))
                        .toList();
        return new ShipOrder(orderId, lines);
    }
}
