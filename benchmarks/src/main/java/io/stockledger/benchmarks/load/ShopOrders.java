package io.stockledger.benchmarks.load;

/**
 * The orders of one client of a shop: a reservation of one unit of some product, and next its
 * shipment. Each is one command and one event, and what is reserved does not pile up.
 */
public final class ShopOrders {

    /** What becomes of the order next. */
    public enum Step {
        RESERVE,
        SHIP
    }

    /**
     * One command's worth.
     *
     * @param product the number of the product
     */
    public record Next(Step step, int product, String orderId) {}

    private final ProductChoice choice;
    private final String prefix;
    private long orders;
    private Next last = new Next(Step.SHIP, 0, "");

    /** The orders of a client, told apart from those of all others by the prefix. */
    public ShopOrders(ProductChoice choice, String prefix) {
        this.choice = choice;
        this.prefix = prefix;
    }

    public Next next() {
        last =
                switch (last.step()) {
                    case RESERVE -> new Next(Step.SHIP, last.product(), last.orderId());
                    case SHIP -> new Next(Step.RESERVE, choice.next(), prefix + ++orders);
                };
        return last;
    }
}
