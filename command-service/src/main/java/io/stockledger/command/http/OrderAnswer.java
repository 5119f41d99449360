package io.stockledger.command.http;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a recorded command on an order. It depends only on the request and its events, so
 * that a repeated request gets the same answer.
 */
public record OrderAnswer(String orderId, long position, List<Line> lines) {

    /**
     * The result for one product of the order.
     *
     * @param version the version of the product, or null if nothing was recorded for it
     * @param requested the requested quantity if less may be granted, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String productId, long quantity, @Nullable Long version, @Nullable Long requested) {}

    public static OrderAnswer of(OrderCommand command, Effect effect) {
        List<Line> lines =
                switch (command) {
                    case ReserveOrder c -> reserved(c, effect.events());
                    case CancelOrder _, ShipOrder _ -> changed(effect.events());
                };
        return new OrderAnswer(command.orderId(), effect.position(), lines);
    }

    private static List<Line> reserved(ReserveOrder c, List<StreamEvent> events) {
        var requested = new LinkedHashMap<String, Long>();
        c.lines().forEach(l -> requested.merge(l.productId(), l.quantity(), Math::addExact));
        var granted = new HashMap<String, Line>();
        for (StreamEvent event : events) {
            if (event.payload() instanceof StockReserved e) {
                granted.put(
                        e.productId(),
                        new Line(e.productId(), e.quantity(), event.sequenceNumber(), null));
            }
        }
        var lines = new ArrayList<Line>(requested.size());
        for (Map.Entry<String, Long> each : requested.entrySet()) {
            Line line = granted.get(each.getKey());
            lines.add(
                    new Line(
                            each.getKey(),
                            line == null ? 0 : line.quantity(),
                            line == null ? null : line.version(),
                            c.policy() == Policy.PARTIAL ? each.getValue() : null));
        }
        return lines;
    }

    private static List<Line> changed(List<StreamEvent> events) {
        var lines = new ArrayList<Line>(events.size());
        for (StreamEvent event : events) {
            if (event.payload() instanceof StockShipped e) {
                lines.add(new Line(e.productId(), e.quantity(), event.sequenceNumber(), null));
            } else if (event.payload() instanceof ReservationCancelled e) {
                lines.add(new Line(e.productId(), e.quantity(), event.sequenceNumber(), null));
            }
        }
        return lines;
    }
}
