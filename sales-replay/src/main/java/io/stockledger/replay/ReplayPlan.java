package io.stockledger.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All commands of a replay and the expected state at its end.
 *
 * @param scripts one per product, in order of first appearance
 * @param orders the expected lines by order id; an order without lines if every reservation is
 *     refused
 * @param notes counts of decisions of the mapping, for the summary
 */
record ReplayPlan(
        List<ProductScript> scripts,
        Map<String, List<OrderLine>> orders,
        SortedMap<String, Integer> notes) {

    static ReplayPlan of(
            List<ProductScript> scripts,
            Iterable<String> orderIds,
            SortedMap<String, Integer> notes) {
        Map<String, List<OrderLine>> orders = new LinkedHashMap<>();
        orderIds.forEach(orderId -> orders.put(orderId, new ArrayList<>()));
        for (ProductScript script : scripts) {
            script.model()
                    .reservations()
                    .forEach(
                            (orderId, reservation) ->
                                    orders.computeIfAbsent(orderId, id -> new ArrayList<>())
                                            .add(
                                                    new OrderLine(
                                                            script.productId(),
                                                            reservation.reserved(),
                                                            reservation.shipped(),
                                                            reservation.returned(),
                                                            reservation.status())));
        }
        return new ReplayPlan(List.copyOf(scripts), orders, notes);
    }

    int commandCount() {
        return scripts.stream().mapToInt(script -> script.commands().size()).sum();
    }

    long orderLineCount() {
        return orders.values().stream().mapToLong(List::size).sum();
    }

    /** Returns the number of expected refusals by the name of the problem. */
    SortedMap<String, Integer> expectedRefusals() {
        SortedMap<String, Integer> refusals = new TreeMap<>();
        for (ProductScript script : scripts) {
            for (PlannedCommand planned : script.commands()) {
                if (planned.expected() instanceof Outcome.Refused refused) {
                    refusals.merge(refused.problem().wireName(), 1, Integer::sum);
                }
            }
        }
        return refusals;
    }
}
