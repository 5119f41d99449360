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
 * Commands at a fixed rate, each followed by a read that waits for the version in the answer. The
 * latency is the time between the two answers: from the moment at which the caller knows that its
 * command is committed until the read model shows it.
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
     * The numbers of the free connections. The connection that has been free longest is used next,
     * because the service closes a connection after one idle minute.
     */
    private final Queue<Integer> idle = new ConcurrentLinkedQueue<>();

    /** Has no upper bound: on a busy machine an answer can take longer than {@link #WAIT_MS}. */
    private final Histogram micros = new ConcurrentHistogram(DIGITS);

    /**
     * Creates the load.
     *
     * @param commands one connection per client to the command service
     * @param reads one connection per client to a replica of the query service
     * @param perSecond the rate, in commands per second
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
                Latency.ofMicros(micros),
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
