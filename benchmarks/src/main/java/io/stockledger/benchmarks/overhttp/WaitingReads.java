package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Concurrent reads that each wait for the next version of a different product. After all reads are
 * waiting, all products change. The latency of an answer counts from the publication of the change.
 * The load fails unless all reads are answered.
 */
final class WaitingReads implements Load {

    private static final long UNTIL_ALL_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int WAIT_MS = 30_000;

    private final HttpConnections connections;
    private final PublishedProducts products;
    private final int count;

    WaitingReads(HttpConnections connections, PublishedProducts products, int count) {
        this.connections = connections;
        this.products = products;
        this.count = count;
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        var ended = new long[count];
        var answers = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            int number = i;
            String path =
                    "/v1/inventory/%s?minVersion=%d&waitMs=%d"
                            .formatted(
                                    FilledProducts.id(number),
                                    products.version(number) + 1,
                                    WAIT_MS);
            answers[number] =
                    connections
                            .get(number)
                            .send(Request.get(path))
                            .thenRun(() -> ended[number] = System.nanoTime());
        }
        LockSupport.parkNanos(UNTIL_ALL_WAIT_NANOS);
        for (int i = 0; i < count; i++) {
            if (answers[i].isDone()) {
                answers[i].get();
                throw new IllegalStateException(
                        "a read was answered before its version was published");
            }
        }
        var published = new long[count];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            published[i] = System.nanoTime();
            products.change(i);
        }
        CompletableFuture.allOf(answers).get(WAIT_MS, TimeUnit.MILLISECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        var durations = new long[count];
        Arrays.setAll(durations, i -> ended[i] - published[i]);
        Arrays.sort(durations);
        return new Measurement(
                count,
                seconds,
                new Latency(
                        durations[count / 2] / 1e6,
                        durations[count * 95 / 100] / 1e6,
                        durations[count * 99 / 100] / 1e6),
                null);
    }
}
