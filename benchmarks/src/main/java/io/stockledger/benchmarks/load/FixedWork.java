package io.stockledger.benchmarks.load;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of operations, shared by several clients, without a warm-up. The measured time is
 * as long as the operations take.
 */
public final class FixedWork implements Load {

    private final int clientCount;
    private final int operations;
    private final Clients clients;

    public FixedWork(int clientCount, int operations, Clients clients) {
        this.clientCount = clientCount;
        this.operations = operations;
        this.clients = clients;
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        AtomicInteger started = new AtomicInteger();
        long start = System.nanoTime();
        Recording recording = Recording.withoutEnd(start);
        Thread[] running = new Thread[clientCount];
        for (int i = 0; i < clientCount; i++) {
            Client client = clients.client(i);
            running[i] =
                    Thread.startVirtualThread(
                            () -> {
                                while (started.getAndIncrement() < operations
                                        && operate(client, recording)) {}
                            });
        }
        for (Thread thread : running) {
            thread.join();
        }
        return recording.result((System.nanoTime() - start) / 1e9, null);
    }

    private static boolean operate(Client client, Recording recording) {
        try {
            long before = System.nanoTime();
            client.operate().get();
            recording.answered(before, System.nanoTime());
            return true;
        } catch (Exception e) {
            recording.failed(e);
            return false;
        }
    }
}
