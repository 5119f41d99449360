package io.stockledger.verification;

import static io.stockledger.verification.ContradictionException.require;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of a product by order, and the sums of the open reservations. Part of {@link
 * ProductModel}; not thread-safe.
 */
final class ModelLines {

    /** The sum of reservations. */
    private static final class Sum {

        private long quantity;

        /** The part with an end, by that end. */
        private final TreeMap<Instant, Long> byEnd = new TreeMap<>();

        void add(long change, @Nullable Instant end) {
            quantity += change;
            if (end != null) {
                byEnd.merge(end, change, (a, b) -> a + b == 0 ? null : (Long) (a + b));
            }
        }

        /** The part that has not lapsed by this instant. */
        long at(Instant now) {
            long lapsed = 0;
            for (long ended : byEnd.headMap(now, true).values()) {
                lapsed += ended;
            }
            return quantity - lapsed;
        }
    }

    private final ModelStock stock;
    private final Map<String, ModelLine> open = new HashMap<>();
    private final ClosedLines closed = new ClosedLines();
    private final Sum all = new Sum();
    private final Map<String, Sum> byWarehouse = new HashMap<>();

    /**
     * @param stock gets the sums of the reservations that are bound to a warehouse
     */
    ModelLines(ModelStock stock) {
        this.stock = stock;
    }

    /** The line of an order; one that is open and has no quantity if it never reserved any. */
    ModelLine get(String orderId) {
        ModelLine line = open.get(orderId);
        if (line == null) {
            line = closed.get(orderId);
        }
        return line == null ? ModelLine.none() : line;
    }

    /**
     * The line of an order with an open reservation, which may have lapsed.
     *
     * @throws ContradictionException if the order has no open reservation
     */
    ModelLine open(String orderId) {
        ModelLine line = get(orderId);
        require(line.isOpen(), () -> "order '%s' holds no reservation".formatted(orderId));
        return line;
    }

    /**
     * The line of an order that holds a reservation at an instant.
     *
     * @throws ContradictionException if the order holds none, or it has lapsed
     */
    ModelLine held(String orderId, Instant now) {
        ModelLine line = open(orderId);
        require(
                line.holdsAt(now),
                () ->
                        "the reservation of order '%s' is used at %s, and it ended at %s"
                                .formatted(orderId, now, line.expiresAt()));
        return line;
    }

    void replace(String orderId, ModelLine after) {
        ModelLine before = open.remove(orderId);
        if (before == null) {
            closed.remove(orderId);
        } else {
            count(before, -before.reserved());
        }
        if (after.isOpen()) {
            open.put(orderId, after);
            count(after, after.reserved());
        } else {
            closed.add(orderId, after);
        }
    }

    private void count(ModelLine line, long change) {
        all.add(change, line.expiresAt());
        String warehouseId = line.warehouseId();
        if (warehouseId != null) {
            byWarehouse.computeIfAbsent(warehouseId, _ -> new Sum()).add(change, line.expiresAt());
            stock.reserve(warehouseId, change);
        }
    }

    /** The sum of all open reservations, also of those past their end. */
    long reserved() {
        return all.quantity;
    }

    /** The sum of the open reservations that have not ended by this instant. */
    long reservedAt(Instant now) {
        return all.at(now);
    }

    /** The sum of those that are bound to a warehouse and have not ended by this instant. */
    long reservedAt(Instant now, String warehouseId) {
        Sum bound = byWarehouse.get(warehouseId);
        return bound == null ? 0 : bound.at(now);
    }

    /** The orders that hold a reservation, also one past its end. */
    Map<String, ModelLine> open() {
        return Collections.unmodifiableMap(open);
    }

    <E extends Exception> void forEach(LineVisitor<E> visitor) throws E {
        for (Map.Entry<String, ModelLine> line : open.entrySet()) {
            visitor.visit(line.getKey(), line.getValue());
        }
        closed.forEach(visitor);
    }
}
