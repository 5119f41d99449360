package io.stockledger.system.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.system.load.LoadConnection;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that have nothing to do with an attack. Each reserves stock and reads the stock of
 * another product, again and again, and opens a new connection after some calls.
 */
final class OtherClients {

    private static final int CLIENTS = 4;
    private static final int CALLS_PER_CONNECTION = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final AttackedSystem system;
    private final String authorization;
    private final AtomicLong orders = new AtomicLong();

    OtherClients(AttackedSystem system) {
        this.system = system;
        this.authorization = system.authorization("shop") + "\r\nContent-Type: application/json";
    }

    /** Calls for that time, each client at least once, and returns the figures. */
    ClientFigures call(Duration duration) {
        Queue<Long> commands = new ConcurrentLinkedQueue<>();
        Queue<Long> reads = new ConcurrentLinkedQueue<>();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(
                        () -> {
                            do {
                                callOnNewConnections(end, commands, reads, failures);
                            } while (System.nanoTime() < end);
                        });
            }
        }
        return ClientFigures.of(commands, reads, failures);
    }

    private void callOnNewConnections(
            long end, Queue<Long> commands, Queue<Long> reads, Queue<String> failures) {
        try (var command = new LoadConnection(system.commandUrl());
                var query = new LoadConnection(system.queryUrl())) {
            int calls = 0;
            do {
                long order = orders.incrementAndGet();
                time(command, reservation(order), commands, failures);
                time(query, read(order + 1), reads, failures);
                LockSupport.parkNanos(PAUSE_NANOS);
                calls++;
            } while (calls < CALLS_PER_CONNECTION && System.nanoTime() < end);
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    private byte[] reservation(long order) {
        return LoadConnection.request(
                "POST /v1/products/p-%d/reservations".formatted(order % system.products()),
                authorization,
                "{\"orderId\": \"o-%d\", \"quantity\": 1}".formatted(order).getBytes(UTF_8));
    }

    private byte[] read(long product) {
        return LoadConnection.request(
                "GET /v1/inventory/p-%d".formatted(product % system.products()),
                authorization,
                new byte[0]);
    }

    private static void time(
            LoadConnection connection, byte[] request, Queue<Long> nanos, Queue<String> failures)
            throws IOException {
        long begin = System.nanoTime();
        int status = connection.call(request);
        nanos.add(System.nanoTime() - begin);
        if (status != 200) {
            failures.add("status " + status);
        }
    }
}
