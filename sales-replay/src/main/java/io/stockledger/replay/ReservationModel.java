package io.stockledger.replay;

/** The expected state of one product in one order. Not thread-safe. */
final class ReservationModel {

    /** The end of a reservation, if it has one, by its name in the query service. */
    private enum End {
        NONE("open"),
        SHIPPED("shipped"),
        CANCELLED("cancelled");

        private final String wireName;

        End(String wireName) {
            this.wireName = wireName;
        }
    }

    private long reserved;
    private long shipped;
    private long returned;
    private End end = End.NONE;

    void open(long quantity) {
        reserved = quantity;
        end = End.NONE;
    }

    void ship(long quantity) {
        reserved -= quantity;
        shipped += quantity;
        if (reserved == 0) {
            end = End.SHIPPED;
        }
    }

    void giveBack(long quantity) {
        returned += quantity;
    }

    /** Releases the remaining quantity and returns it. */
    long cancel() {
        long released = reserved;
        reserved = 0;
        end = End.CANCELLED;
        return released;
    }

    /** Returns the quantity that is still reserved. */
    long reserved() {
        return reserved;
    }

    /** Returns the quantity shipped so far. */
    long shipped() {
        return shipped;
    }

    /** Returns the part of the shipped quantity that came back. */
    long returned() {
        return returned;
    }

    /** Returns the status by its name in the query service. */
    String status() {
        if (shipped == 0 || end == End.SHIPPED) {
            return end.wireName;
        }
        return end == End.NONE ? "partly-shipped" : "partly-shipped-then-" + end.wireName;
    }
}
