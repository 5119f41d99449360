package io.stockledger.command.domain;

/** The quantities of a product that were shipped for an order and came back from it. */
public record OrderShipments(long shipped, long returned) {

    public static final OrderShipments NONE = new OrderShipments(0, 0);

    /** The quantity that can still come back. */
    public long returnable() {
        return shipped - returned;
    }

    OrderShipments plus(OrderShipments other) {
        return new OrderShipments(
                Math.addExact(shipped, other.shipped), Math.addExact(returned, other.returned));
    }
}
