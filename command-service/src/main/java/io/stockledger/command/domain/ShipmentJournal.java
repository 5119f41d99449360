package io.stockledger.command.domain;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The shipments and returns of a product after a version. It bridges the time between the look-up
 * of the shipments of an order in the event log and the decision of a return, in which other events
 * may be recorded. Not thread-safe.
 */
final class ShipmentJournal {

    /** More shipments than the busiest product has during a look-up. */
    private static final int ENTRIES_MAX = 10_000;

    private final long begin;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** A journal of the events after this version. */
    ShipmentJournal(long begin) {
        this.begin = begin;
    }

    private record Entry(long version, String orderId, OrderShipments change) {}

    /** Whether it has every shipment and return after the version. */
    boolean reachesBackTo(long version) {
        return begin <= version;
    }

    boolean isFull() {
        return entries.size() >= ENTRIES_MAX;
    }

    void add(long version, String orderId, OrderShipments change) {
        entries.addLast(new Entry(version, orderId, change));
    }

    void removeLast() {
        entries.removeLast();
    }

    /** The sum for an order after the version. */
    OrderShipments since(long version, String orderId) {
        OrderShipments sum = OrderShipments.NONE;
        var newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (entry.version <= version) {
                break;
            }
            if (entry.orderId.equals(orderId)) {
                sum = sum.plus(entry.change);
            }
        }
        return sum;
    }
}
