package io.stockledger.replay;

/** The expected state of the reservation of one product by one order. Not thread-safe. */
final class ReservationModel {

    /** The status of a reservation, by its name in the query service. */
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

    /** Releases the remaining quantity and returns it. */
    long cancel() {
        long released = reserved;
        reserved = 0;
        status = Status.CANCELLED;
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

    Status status() {
        return status;
    }
}
