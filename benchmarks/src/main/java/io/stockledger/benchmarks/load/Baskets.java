package io.stockledger.benchmarks.load;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The baskets of one client of a shop: one unit each of so many different products is reserved for
 * an order, and next all of it is shipped. Each is one command.
 */
public final class Baskets {

    /** One command's worth. */
    public record Next(ShopOrders.Step step, List<Integer> products, String orderId) {}

    private final ProductChoice choice;
    private final int lines;
    private final String prefix;
    private long orders;
    private Next last = new Next(ShopOrders.Step.SHIP, List.of(), "");

    /** The baskets of a client, told apart from those of all others by the prefix. */
    public Baskets(ProductChoice choice, int lines, String prefix) {
        this.choice = choice;
        this.lines = lines;
        this.prefix = prefix;
    }

    public Next next() {
        last =
                switch (last.step()) {
                    case RESERVE -> new Next(ShopOrders.Step.SHIP, last.products(), last.orderId());
                    case SHIP -> new Next(ShopOrders.Step.RESERVE, fill(), prefix + ++orders);
                };
        return last;
    }

    private List<Integer> fill() {
        Set<Integer> products = LinkedHashSet.newLinkedHashSet(lines);
        while (products.size() < lines) {
            products.add(choice.next());
        }
        return List.copyOf(products);
    }
}
