package io.stockledger.benchmarks.load;

/**
 * The orders of one client of a shop. Each order reserves one unit of a product and is shipped by
 * the next command, so the number of open reservations does not grow. Each command records one
 * event. Not thread-safe.
 */
public final class ShopOrders {

    /** The two commands of an order. */
    public enum Action {
        RESERVE,
        SHIP
    }

    /**
     * The content of one command.
     *
     * @param product the number of the product
     */
    public record OrderStep(Action action, int product, String orderId) {}

    private final ProductChoice choice;
    private final String prefix;
    private long orders;
    private OrderStep last = new OrderStep(Action.SHIP, 0, "");

    /**
     * Creates the orders of a client.
     *
     * @param prefix the beginning of the order ids of this client and of no other
     */
    public ShopOrders(ProductChoice choice, String prefix) {
        this.choice = choice;
        this.prefix = prefix;
    }

    public OrderStep next() {
        last =
                switch (last.action()) {
                    case RESERVE -> new OrderStep(Action.SHIP, last.product(), last.orderId());
                    case SHIP -> new OrderStep(Action.RESERVE, choice.next(), prefix + ++orders);
                };
        return last;
    }
}
