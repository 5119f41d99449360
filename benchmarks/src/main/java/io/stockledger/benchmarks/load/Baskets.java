package io.stockledger.benchmarks.load;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The baskets of one client of a shop. One command reserves one unit of each of several products
 * for an order, and the next command ships all of them. Not thread-safe.
 */
public final class Baskets {

    /**
     * The content of one command.
     *
     * @param products the numbers of the products
     */
    public record BasketStep(ShopOrders.Action action, List<Integer> products, String orderId) {}

    private final ProductChoice choice;
    private final int lines;
    private final String prefix;
    private long orders;
    private BasketStep last = new BasketStep(ShopOrders.Action.SHIP, List.of(), "");

    /**
     * Creates the baskets of a client.
     *
     * @param prefix the beginning of the order ids of this client and of no other
     */
    public Baskets(ProductChoice choice, int lines, String prefix) {
        this.choice = choice;
        this.lines = lines;
        this.prefix = prefix;
    }

    public BasketStep next() {
        last =
                switch (last.action()) {
                    case RESERVE ->
                            new BasketStep(ShopOrders.Action.SHIP, last.products(), last.orderId());
                    case SHIP ->
                            new BasketStep(
                                    ShopOrders.Action.RESERVE, chooseProducts(), prefix + ++orders);
                };
        return last;
    }

    private List<Integer> chooseProducts() {
        Set<Integer> products = LinkedHashSet.newLinkedHashSet(lines);
        while (products.size() < lines) {
            products.add(choice.next());
        }
        return List.copyOf(products);
    }
}
