package io.stockledger.benchmarks.writerloop;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Clients that each send the next operation once the last has been answered: a closed loop. */
final class ClosedLoop {

    private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(1);

    /** What a client does over and over. */
    interface Client {
        void operate() throws Exception;
    }

    /** Makes each client, with what is its own, such as a connection. */
    interface Clients {
        Client client(int number) throws Exception;
    }

    private final String name;
    private final int clientCount;
    private final ThreadFactory threads;
    private final Clients clients;

    ClosedLoop(String name, int clientCount, ThreadFactory threads, Clients clients) {
        this.name = name;
        this.clientCount = clientCount;
        this.threads = threads;
        this.clients = clients;
    }

    /**
     * Runs for the warm-up and then for the measured time; the first failure of a client ends it.
     */
    Measurement run(int warmUpSeconds, int seconds) throws Exception {
        long start = System.nanoTime();
        long measureFrom = start + TimeUnit.SECONDS.toNanos(warmUpSeconds);
        long end = measureFrom + TimeUnit.SECONDS.toNanos(seconds);
        Histogram latencies = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
        LongAdder operations = new LongAdder();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            Client client = clients.client(i);
            Thread thread =
                    threads.newThread(
                            () -> {
                                try {
                                    operate(client, measureFrom, end, latencies, operations);
                                } catch (Exception e) {
                                    failure.compareAndSet(null, e);
                                }
                            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        Exception first = failure.get();
        if (first != null) {
            throw first;
        }
        return new Measurement(name, operations.sum(), seconds, latencies);
    }

    private static void operate(
            Client client, long measureFrom, long end, Histogram latencies, LongAdder operations)
            throws Exception {
        long before = System.nanoTime();
        while (before - end < 0) {
            client.operate();
            long after = System.nanoTime();
            if (before - measureFrom >= 0 && after - end < 0) {
                latencies.recordValue(
                        Math.min(
                                LATENCY_MAX_MICROS, TimeUnit.NANOSECONDS.toMicros(after - before)));
                operations.increment();
            }
            before = after;
        }
    }
}
