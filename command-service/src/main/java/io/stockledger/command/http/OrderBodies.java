package io.stockledger.command.http;

import static io.stockledger.command.domain.OrderCommand.LINES_MAX;

import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads each command on an order, as {@link CommandBodies} reads those on a product. */
final class OrderBodies {

    private static final String LINES = "lines";
    private static final String ALL_OR_NOTHING = "all-or-nothing";
    private static final String PARTIAL = "partial";

    private OrderBodies() {}

    static ReserveOrder reserveOrder(String orderId, RequestFields fields) {
        List<RequestFields> lineFields = lines(fields);
        List<Line> lines =
                lineFields.stream()
                        .map(
                                line ->
                                        new Line(
                                                line.identifier("productId"),
                                                line.wholeNumber("quantity"),
                                                line.optionalIdentifier("warehouseId")))
                        .toList();
        refuseTwoWarehouses(lines, lineFields);
        return new ReserveOrder(
                orderId, lines, CommandBodies.expiresInSeconds(fields), policy(fields));
    }

    /** An order holds at most one reservation of a product, from one warehouse or from anywhere. */
    private static void refuseTwoWarehouses(List<Line> lines, List<RequestFields> lineFields) {
        var firstLines = new HashMap<String, Line>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            Line first = firstLines.putIfAbsent(line.productId(), line);
            if (first != null && !Objects.equals(first.warehouseId(), line.warehouseId())) {
                lineFields
                        .get(i)
                        .refuse("warehouseId", "must be the same in all lines of a product");
            }
        }
    }

    private static List<RequestFields> lines(RequestFields fields) {
        return fields.objects(LINES, 1, LINES_MAX);
    }

    private static Policy policy(RequestFields fields) {
        String policy = fields.oneOf("policy", List.of(ALL_OR_NOTHING, PARTIAL), ALL_OR_NOTHING);
        return policy.equals(PARTIAL) ? Policy.PARTIAL : Policy.ALL_OR_NOTHING;
    }

    /** The change without the products that the order holds, which {@link CommandExchange} adds. */
    static ChangeOrder changeOrder(String orderId, RequestFields fields) {
        CommandBodies.refuseNothing(fields, LINES, "expiresInSeconds");
        fields.refuseNull(LINES);
        List<RequestFields> lineFields = fields.isGiven(LINES) ? lines(fields) : List.of();
        List<LineChange> lines =
                lineFields.stream()
                        .map(
                                line ->
                                        new LineChange(
                                                line.identifier("productId"),
                                                line.wholeNumber("quantity"),
                                                CommandBodies.newWarehouseId(line)))
                        .toList();
        var productIds = new HashSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            if (!productIds.add(lines.get(i).productId())) {
                lineFields.get(i).refuse("productId", "is the product of an earlier line");
            }
        }
        return new ChangeOrder(orderId, lines, CommandBodies.newExpiresInSeconds(fields), Set.of());
    }

    /** The cancellation without its products, which {@link CommandExchange} adds. */
    static CancelOrder cancelOrder(String orderId) {
        return new CancelOrder(orderId, Set.of());
    }

    /** The reassignment without the held products, which {@link CommandExchange} adds. */
    static ReassignOrder reassignOrder(String orderId, RequestFields fields) {
        String toOrderId = fields.identifier("toOrderId");
        if (toOrderId.equals(orderId)) {
            fields.refuse("toOrderId", "must not be the order itself");
        }
        return new ReassignOrder(orderId, toOrderId, chosenProductIds(fields), Set.of());
    }

    /** The chosen products in their order, or null for all. */
    private static @Nullable Set<String> chosenProductIds(RequestFields fields) {
        if (!fields.isGiven("productIds")) {
            return null;
        }
        List<String> productIds = fields.identifiers("productIds", 1, LINES_MAX);
        var chosen = new LinkedHashSet<String>();
        for (int i = 0; i < productIds.size(); i++) {
            if (!chosen.add(productIds.get(i))) {
                fields.refuse("productIds[" + i + "]", "is repeated");
            }
        }
        return Collections.unmodifiableSet(chosen);
    }

    static ShipOrder shipOrder(String orderId, RequestFields fields) {
        return new ShipOrder(orderId, shipments(fields), CommandBodies.beyondReservation(fields));
    }

    private static List<Shipment> shipments(RequestFields fields) {
        return lines(fields).stream()
                .map(
                        line ->
                                new Shipment(
                                        line.identifier("productId"),
                                        line.identifier("warehouseId"),
                                        line.wholeNumber("quantity")))
                .toList();
    }

    static SellOrder sellOrder(String orderId, RequestFields fields) {
        return new SellOrder(orderId, shipments(fields), policy(fields));
    }

    /** The return without the shipments of the order, which are looked up for the decision. */
    static ReturnOrder returnOrder(String orderId, RequestFields fields) {
        List<ReturnedLine> lines =
                lines(fields).stream()
                        .map(
                                line ->
                                        new ReturnedLine(
                                                line.identifier("productId"),
                                                line.identifier("warehouseId"),
                                                line.wholeNumber("quantity"),
                                                CommandBodies.reason(line),
                                                CommandBodies.blocked(line)))
                        .toList();
        return new ReturnOrder(orderId, lines, Map.of());
    }
}
