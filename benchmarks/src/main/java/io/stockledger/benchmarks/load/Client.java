package io.stockledger.benchmarks.load;

import java.util.concurrent.CompletableFuture;

/**
 * One client of a load, with its own state, such as a connection. The load starts the next
 * operation of a client only after the last one has been answered.
 */
public interface Client {

    /**
     * Starts the next operation.
     *
     * @return completes with the answer, which the load ignores; completes exceptionally if the
     *     load must stop because its figures would be wrong
     */
    CompletableFuture<?> operate() throws Exception;
}
