package io.stockledger.command.http;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.StockPlace;
import io.stockledger.command.http.AnswerEvents.AnswerEvent;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * The answer to a command on an order, or to its dry run. It depends only on the request and its
 * events, so that a repeated request gets the same answer.
 *
 * @param position null in a dry run
 * @param lines empty if the command changes nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderAnswer(String orderId, @Nullable Long position, List<Line> lines) {

    /**
     * The result for one product of the order, or for one line of the request.
     *
     * @param version the version of the product after the line, or null if nothing was recorded for
     *     it
     * @param requested the requested quantity if less may be granted, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String productId, long quantity, @Nullable Long version, @Nullable Long requested) {}

    public static OrderAnswer of(OrderCommand command, Effect effect) {
        return of(command, AnswerEvents.of(effect));
    }

    static OrderAnswer of(OrderCommand command, AnswerEvents events) {
        List<Line> lines =
                switch (command) {
                    case ReserveOrder c -> reserved(c, events);
                    case SellOrder c -> sold(c, events);
                    case ChangeOrder _ -> lines(events, OrderAnswer::reservedQuantity);
                    case CancelOrder _ -> lines(events, OrderAnswer::cancelledQuantity);
                    case ReassignOrder _ -> lines(events, OrderAnswer::movedQuantity);
                    case ShipOrder _ -> lines(events, OrderAnswer::shippedQuantity);
                    case ReturnOrder _ -> lines(events, OrderAnswer::returnedQuantity);
                };
        return new OrderAnswer(command.orderId(), events.position(), lines);
    }

    /** A line for each product of the basket, in the order in which the basket names them. */
    private static List<Line> reserved(ReserveOrder c, AnswerEvents events) {
        var requested = new LinkedHashMap<String, Long>();
        c.lines().forEach(l -> requested.merge(l.productId(), l.quantity(), Math::addExact));
        var granted = new HashMap<String, Line>();
        lines(events, OrderAnswer::reservedQuantity)
                .forEach(line -> granted.put(line.productId(), line));
        var lines = new ArrayList<Line>(requested.size());
        requested.forEach(
                (productId, quantity) ->
                        lines.add(
                                granted(granted.get(productId), productId, quantity, c.policy())));
        return lines;
    }

    /**
     * A line for each line of the request. Of lines with the same product and warehouse, those
     * without an event come last, because stock that has run out does not come back.
     */
    private static List<Line> sold(SellOrder c, AnswerEvents events) {
        var shipped = new HashMap<StockPlace, Deque<Line>>();
        for (AnswerEvent event : events.all()) {
            if (event.payload() instanceof StockShipped e) {
                shipped.computeIfAbsent(
                                new StockPlace(e.productId(), e.warehouseId()),
                                _ -> new ArrayDeque<>())
                        .add(new Line(e.productId(), e.quantity(), event.sequenceNumber(), null));
            }
        }
        Deque<Line> none = new ArrayDeque<>();
        return c.lines().stream()
                .map(
                        line -> {
                            var place = new StockPlace(line.productId(), line.warehouseId());
                            Line sold = shipped.getOrDefault(place, none).poll();
                            return granted(sold, line.productId(), line.quantity(), c.policy());
                        })
                .toList();
    }

    private static Line granted(
            @Nullable Line granted, String productId, long requested, Policy policy) {
        return new Line(
                productId,
                granted == null ? 0 : granted.quantity(),
                granted == null ? null : granted.version(),
                policy == Policy.PARTIAL ? requested : null);
    }

    /** A line for each event that has a quantity for the answer. */
    private static List<Line> lines(
            AnswerEvents events, Function<InventoryEvent, @Nullable Long> quantityOf) {
        var lines = new ArrayList<Line>(events.all().size());
        for (AnswerEvent event : events.all()) {
            Long quantity = quantityOf.apply(event.payload());
            if (quantity != null) {
                lines.add(
                        new Line(
                                event.payload().productId(),
                                quantity,
                                event.sequenceNumber(),
                                null));
            }
        }
        return lines;
    }

    /** The quantity that the order holds after the change. */
    private static @Nullable Long reservedQuantity(InventoryEvent event) {
        return switch (event) {
            case ReservationChanged e -> e.newQuantity();
            case StockReserved e -> e.quantity();
            case ReservationCancelled _ -> 0L;
            default -> null;
        };
    }

    private static @Nullable Long cancelledQuantity(InventoryEvent event) {
        return event instanceof ReservationCancelled e ? e.quantity() : null;
    }

    private static @Nullable Long movedQuantity(InventoryEvent event) {
        return event instanceof ReservationReassigned e ? e.quantity() : null;
    }

    private static @Nullable Long shippedQuantity(InventoryEvent event) {
        return event instanceof StockShipped e ? e.quantity() : null;
    }

    private static @Nullable Long returnedQuantity(InventoryEvent event) {
        return event instanceof StockReturned e ? e.quantity() : null;
    }
}
