package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.OpenLoop;
import io.stockledger.benchmarks.load.ProductChoice;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import tools.jackson.databind.json.JsonMapper;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Commands at a fixed rate; after each the view is asked for the version that the answer named, and
 * waits for it. What is measured is the time between the two answers: from when the caller knows
 * that his command is committed until the view shows it.
 */
final class VisibleReads implements Load {

    private static final int WAIT_MS = 10_000;
    private static final int DIGITS = 3;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpConnections commands;
    private final HttpConnections reads;
    private final int clientCount;
    private final int products;
    private final double perSecond;

    /**
     * Connections that nobody uses, the one that has been longest first: the loop's clients go the
     * other way round, and a connection that idles for a minute is closed by the service.
     */
    private final Queue<Integer> idle = new ConcurrentLinkedQueue<>();

    /** Without an upper bound: what has to wait for a processor may take longer than a wait. */
    private final Histogram micros = new ConcurrentHistogram(DIGITS);

    /**
     * @param commands a connection for each client, to the command service
     * @param reads likewise, to a replica of the query service
     */
    VisibleReads(
            HttpConnections commands,
            HttpConnections reads,
            int clientCount,
            int products,
            double perSecond) {
        this.commands = commands;
        this.reads = reads;
        this.clientCount = clientCount;
        this.products = products;
        this.perSecond = perSecond;
        for (int number = 0; number < clientCount; number++) {
            idle.add(number);
        }
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        var loop = new OpenLoop(perSecond, clientCount, clients());
        loop.run(new LoadTimes(0, times.warmUpSeconds()));
        micros.reset();
        Measurement measured = loop.run(new LoadTimes(0, times.seconds()));
        return new Measurement(
                measured.operations(),
                measured.seconds(),
                new Latency(
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3),
                measured.offered());
    }

    private Clients clients() {
        return _ -> {
            ProductChoice choice = ProductChoice.evenly(products);
            return () -> receiveAndRead(FilledProducts.id(choice.next()));
        };
    }

    private CompletableFuture<?> receiveAndRead(String productId) {
        int number = idle.remove();
        Request receipt =
                Request.json(
                        "/v1/products/" + productId + "/receipts",
                        "{\"warehouseId\":\"%s\",\"quantity\":1,\"reference\":\"delivery\"}"
                                .formatted(FilledProducts.WAREHOUSE));
        return commands.get(number)
                .send(receipt)
                .thenCompose(
                        answer -> {
                            long committed = System.nanoTime();
                            long version = MAPPER.readTree(answer).path("version").asLong();
                            return reads.get(number)
                                    .send(
                                            Request.get(
                                                    "/v1/inventory/%s?minVersion=%d&waitMs=%d"
                                                            .formatted(
                                                                    productId, version, WAIT_MS)))
                                    .thenRun(() -> record(System.nanoTime() - committed));
                        })
                .whenComplete((_, _) -> idle.add(number));
    }

    private void record(long nanos) {
        micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }
}
