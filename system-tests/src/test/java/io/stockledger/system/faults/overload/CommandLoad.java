package io.stockledger.system.faults.overload;

import io.stockledger.system.load.LoadConnection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reservations of single products, spread over many products, each connection with a virtual thread
 * of its own. One load at a time.
 */
final class CommandLoad {

    private static final int PRODUCTS = 2_000;
    private static final long STOCK = 1_000_000;
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int END_MAX_SECONDS = 60;
    private static final int CREATED_MAX = 299;

    private final String url;
    private final int connectionsMax;
    private final AtomicLong orders = new AtomicLong();

    /**
     * A load for the service at that address.
     *
     * @param connectionsMax the connections of an open loop
     */
    CommandLoad(String url, int connectionsMax) {
        this.url = url;
        this.connectionsMax = connectionsMax;
    }

    /** A part of an open loop with one rate, in commands per second. */
    record Segment(double rate, Duration duration) {}

    /** Registers the products with one bulk request. */
    void register() throws IOException {
        String lines =
                IntStream.range(0, PRODUCTS)
                        .mapToObj(
                                i ->
                                        """
                                        {"type":"register-product","productId":"p-%1$d","name":"Product","sku":"s-%1$d","initialQuantity":%2$d}
                                        """
                                                .formatted(i, STOCK))
                        .collect(Collectors.joining());
        try (var connection = new LoadConnection(url)) {
            int status = connection.post("/v1/commands", "application/x-ndjson", lines);
            if (status > CREATED_MAX) {
                throw new IOException("the products were not registered: status " + status);
            }
        }
    }

    /** Sends on each connection one command after the other. */
    List<LoadCall> closedLoop(int connections, Duration duration) throws InterruptedException {
        Queue<LoadCall> calls = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                threads.execute(
                        () -> {
                            try (var client = new Client()) {
                                while (System.nanoTime() < end) {
                                    calls.add(client.call(System.nanoTime()));
                                }
                            }
                        });
            }
        }
        return List.copyOf(calls);
    }

    /**
     * Sends commands at the rates of the segments, one segment after the other, without waiting for
     * answers.
     *
     * @param afterSegment is called at the end of each segment
     */
    List<LoadCall> openLoop(List<Segment> segments, Runnable afterSegment)
            throws InterruptedException {
        var loop = new OpenLoop();
        for (Segment segment : segments) {
            long begin = System.nanoTime();
            long count = (long) (segment.rate * segment.duration.toMillis() / 1_000);
            for (long i = 0; i < count; i++) {
                long due = begin + (long) (i * 1e9 / segment.rate);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(TICK_NANOS);
                }
                loop.send(due);
            }
            afterSegment.run();
        }
        return loop.end();
    }

    /** The connections of an open loop; a further one is opened when all are busy. */
    private final class OpenLoop {

        private static final long END = 0;

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final Queue<LoadCall> calls = new ConcurrentLinkedQueue<>();
        private final BlockingQueue<Long> due = new LinkedBlockingQueue<>();
        private final Semaphore idle = new Semaphore(0);
        private int connections;

        private void send(long dueNanos) {
            if (idle.tryAcquire()) {
                due.add(dueNanos);
            } else if (connections < connectionsMax) {
                connections++;
                threads.execute(() -> work(dueNanos));
            } else {
                calls.add(new LoadCall(dueNanos, dueNanos, dueNanos, LoadCall.NOT_SENT));
            }
        }

        private void work(long first) {
            try (var client = new Client()) {
                for (long next = first; next != END; next = due.take()) {
                    calls.add(client.call(next));
                    idle.release();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for the answers. */
        private List<LoadCall> end() throws InterruptedException {
            if (!idle.tryAcquire(connections, END_MAX_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("answers are missing");
            }
            for (int i = 0; i < connections; i++) {
                due.add(END);
            }
            threads.close();
            return List.copyOf(calls);
        }
    }

    /** One connection, which is opened again after a failure. For one thread. */
    private final class Client implements AutoCloseable {

        private final SplittableRandom random = new SplittableRandom(orders.incrementAndGet());
        private @Nullable LoadConnection connection;

        private LoadCall call(long dueNanos) {
            long sent = System.nanoTime();
            int status;
            try {
                status =
                        open().post(
                                        "/v1/products/p-"
                                                + random.nextInt(PRODUCTS)
                                                + "/reservations",
                                        "application/json",
                                        "{\"orderId\":\"o-%d\",\"quantity\":1}"
                                                .formatted(orders.incrementAndGet()));
            } catch (IOException _) {
                status = LoadCall.FAILED;
            }
            return new LoadCall(dueNanos, sent, System.nanoTime(), status);
        }

        private LoadConnection open() throws IOException {
            LoadConnection present = connection;
            if (present == null || !present.isUsable()) {
                close();
                present = new LoadConnection(url);
                connection = present;
            }
            return present;
        }

        @Override
        public void close() {
            LoadConnection present = connection;
            if (present != null) {
                try {
                    present.close();
                } catch (IOException _) {
                    // The service has closed it already.
                }
            }
        }
    }
}
