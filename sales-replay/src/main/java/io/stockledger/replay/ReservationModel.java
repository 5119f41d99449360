package io.stockledger.replay;

/** What one order's reservation of one product must look like. Not thread-safe. */
final class ReservationModel {

    /** How a reservation stands, as the orders view names it. */
    enum Status {
        OPEN("open"),
        SHIPPED("shipped"),
        CANCELLED("cancelled");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    private long reserved;
    private long shipped;
    private Status status = Status.OPEN;

    void open(long quantity) {
        reserved = quantity;
        status = Status.OPEN;
    }

    void ship(long quantity) {
        reserved -= quantity;
        shipped += quantity;
        if (reserved == 0) {
            status = Status.SHIPPED;
        }
    }

    /** Releases what is left, and says how much that was. */
    long cancel() {
        long released = reserved;
        reserved = 0;
        status = Status.CANCELLED;
        return released;
    }

    /** What is still reserved. */
    long reserved() {
        return reserved;
    }

    /** What was shipped in all. */
    long shipped() {
        return shipped;
    }

    Status status() {
        return status;
    }
}
