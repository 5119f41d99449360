package io.stockledger.benchmarks.load;

import java.util.concurrent.CompletableFuture;

/**
 * One client of a load, with what is its own, such as a connection. It is asked for its next
 * operation only once the last has been answered.
 */
public interface Client {

    /**
     * Begins the next operation.
     *
     * @return completes with the answer, whatever it is; exceptionally where the load must stop,
     *     because it would measure something else than it says
     */
    CompletableFuture<?> operate() throws Exception;
}
