package io.stockledger.replay;

import io.stockledger.cli.services.Deadline;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceUrl;
import io.stockledger.replay.ServiceReader.CommandSideView;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Compares every product and every order line of each service with the expectation. */
final class FinalComparison {

    private static final Duration POLL_EVERY = Duration.ofMillis(200);

    /** How long orders are read again: their read model may be later than that of the stock. */
    private static final Duration ORDERS_SETTLE = Duration.ofSeconds(10);

    private final ServiceReader reader;
    private final ReplayPlan plan;
    private final Set<String> notAwaited;
    private final int inFlight;
    private final Duration viewsTimeout;
    private final Differences differences;
    private final PrintStream out;

    /**
     * @param notAwaited products that cannot reach their version, because commands were not sent
     */
    FinalComparison(
            ServiceReader reader,
            ReplayPlan plan,
            Set<String> notAwaited,
            int inFlight,
            Duration viewsTimeout,
            Differences differences,
            PrintStream out) {
        this.reader = reader;
        this.plan = plan;
        this.notAwaited = notAwaited;
        this.inFlight = inFlight;
        this.viewsTimeout = viewsTimeout;
        this.differences = differences;
        this.out = out;
    }

    void compareCommandService(ServiceUrl command) {
        out.printf("comparing %,d products on %s%n", plan.scripts().size(), command);
        ConcurrentWork.each(
                plan.scripts(),
                inFlight,
                script -> {
                    Optional<CommandSideView> found =
                            reader.product(command, script.productId(), Deadline.in(viewsTimeout));
                    compare(command, script, found.map(CommandSideView::view));
                    long open = script.model().openOrders().size();
                    found.filter(product -> product.openReservations() != open)
                            .ifPresent(
                                    product ->
                                            differences.add(
                                                    ("%s: product %s: openReservations should"
                                                                    + " be %d and is %d")
                                                            .formatted(
                                                                    command,
                                                                    script.productId(),
                                                                    open,
                                                                    product.openReservations())));
                });
    }

    /** Compares after every product has reached its version or the time is over. */
    void compareQueryService(ServiceUrl query) {
        long started = System.nanoTime();
        Deadline deadline = Deadline.in(viewsTimeout);
        Map<String, StockView> views = lookUpAll(query, plan.scripts(), deadline);
        List<ProductScript> behind = behind(plan.scripts(), views);
        while (!behind.isEmpty() && !deadline.hasPassed()) {
            HttpCalls.pause(POLL_EVERY);
            views.putAll(lookUpAll(query, behind, deadline));
            behind = behind(behind, views);
        }
        out.printf(
                "%s: the read model %s after %.1f s%n",
                query,
                behind.isEmpty()
                        ? "has every event"
                        : "still lacks events of %,d products".formatted(behind.size()),
                (System.nanoTime() - started) / 1e9);
        out.printf(
                "comparing %,d products and %,d lines of %,d orders on %s%n",
                plan.scripts().size(), plan.orderLineCount(), plan.orders().size(), query);
        for (ProductScript script : plan.scripts()) {
            compare(query, script, Optional.ofNullable(views.get(script.productId())));
        }
        compareOrders(query);
    }

    private Map<String, StockView> lookUpAll(
            ServiceUrl query, List<ProductScript> scripts, Deadline deadline) {
        Map<String, StockView> views = new HashMap<>();
        for (int from = 0; from < scripts.size(); from += ServiceReader.LOOKUP_PRODUCTS_MAX) {
            int to = Math.min(scripts.size(), from + ServiceReader.LOOKUP_PRODUCTS_MAX);
            List<String> ids =
                    scripts.subList(from, to).stream().map(ProductScript::productId).toList();
            views.putAll(reader.lookUp(query, ids, deadline));
        }
        return views;
    }

    private List<ProductScript> behind(List<ProductScript> scripts, Map<String, StockView> views) {
        List<ProductScript> behind = new ArrayList<>();
        for (ProductScript script : scripts) {
            StockView view = views.get(script.productId());
            long version = view == null ? 0 : view.version();
            boolean awaited = !notAwaited.contains(script.productId());
            if (awaited && version < script.model().version()) {
                behind.add(script);
            }
        }
        return behind;
    }

    private void compare(ServiceUrl service, ProductScript script, Optional<StockView> found) {
        String productId = script.productId();
        boolean registered = script.model().version() > 0;
        if (found.isPresent() != registered) {
            differences.add(
                    "%s: product %s should %s"
                            .formatted(
                                    service,
                                    productId,
                                    registered ? "exist and does not" : "not exist and does"));
        } else if (registered) {
            List<String> fields = StockView.of(script).differences(found.orElseThrow());
            if (!fields.isEmpty()) {
                differences.add(
                        "%s: product %s: %s"
                                .formatted(service, productId, String.join("; ", fields)));
            }
        }
    }

    private void compareOrders(ServiceUrl query) {
        Deadline settled =
                Deadline.in(
                        viewsTimeout.compareTo(ORDERS_SETTLE) < 0 ? viewsTimeout : ORDERS_SETTLE);
        List<String> orderIds = List.copyOf(plan.orders().keySet());
        Queue<String> different = differentOrders(query, orderIds, false);
        while (!different.isEmpty() && !settled.hasPassed()) {
            HttpCalls.pause(POLL_EVERY);
            different = differentOrders(query, List.copyOf(different), false);
        }
        differentOrders(query, List.copyOf(different), true);
    }

    private Queue<String> differentOrders(ServiceUrl query, List<String> orderIds, boolean report) {
        Queue<String> different = new ConcurrentLinkedQueue<>();
        ConcurrentWork.each(
                orderIds,
                inFlight,
                orderId -> {
                    List<OrderLine> expected = plan.orders().getOrDefault(orderId, List.of());
                    List<OrderLine> actual =
                            reader.orderLines(query, orderId, Deadline.in(viewsTimeout));
                    if (expected.size() != actual.size()
                            || !Set.copyOf(expected).equals(Set.copyOf(actual))) {
                        different.add(orderId);
                        if (report) {
                            reportLines(query, orderId, expected, actual);
                        }
                    }
                });
        return different;
    }

    private void reportLines(
            ServiceUrl query, String orderId, List<OrderLine> expected, List<OrderLine> actual) {
        for (OrderLine line : expected) {
            if (!actual.contains(line)) {
                differences.add(
                        "%s: order %s should have %s and has %s"
                                .formatted(
                                        query,
                                        orderId,
                                        line,
                                        actual.stream()
                                                .filter(
                                                        other ->
                                                                other.productId()
                                                                        .equals(line.productId()))
                                                .toList()));
            }
        }
        Set<String> known =
                Set.copyOf(expected.stream().map(OrderLine::productId).distinct().toList());
        actual.stream()
                .filter(line -> !known.contains(line.productId()))
                .forEach(
                        line ->
                                differences.add(
                                        "%s: order %s should not have %s"
                                                .formatted(query, orderId, line)));
    }
}
