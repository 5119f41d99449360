package io.stockledger.benchmarks.load;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The requests that the clients of a load send.
 *
 * @param <R> the type of a request
 */
@FunctionalInterface
public interface RequestSource<R> {

    /**
     * Returns the requests of one client.
     *
     * @param prefix the beginning of the order ids of this client and of no other
     */
    Supplier<R> forClient(String prefix);

    /** Returns the requests of a client by its number. No two runs use the same order ids. */
    default IntFunction<Supplier<R>> newRun() {
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        return number -> forClient("order-%s-%d-".formatted(run, number));
    }
}
