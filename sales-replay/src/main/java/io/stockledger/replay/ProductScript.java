package io.stockledger.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The commands of one product in the order in which they are sent, and the expected state after the
 * last one. Not thread-safe until it is complete.
 */
final class ProductScript {

    private final String productId;
    private final AtomicInteger turns;
    private final ProductModel model = new ProductModel();
    private final List<PlannedCommand> commands = new ArrayList<>();

    /**
     * @param turns the counter of the commands of all scripts
     */
    ProductScript(String productId, AtomicInteger turns) {
        this.productId = productId;
        this.turns = turns;
    }

    Outcome add(Command command) {
        return add(command, 0);
    }

    Outcome add(Command command, long ifMatch) {
        Outcome expected = model.apply(command, ifMatch);
        commands.add(new PlannedCommand(turns.getAndIncrement(), command, ifMatch, expected));
        return expected;
    }

    /** Adds the command and returns whether it is expected to be recorded. */
    boolean accepts(Command command) {
        return add(command) instanceof Outcome.Recorded;
    }

    String productId() {
        return productId;
    }

    ProductModel model() {
        return model;
    }

    List<PlannedCommand> commands() {
        return Collections.unmodifiableList(commands);
    }
}
