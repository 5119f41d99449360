package io.stockledger.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Clients that each send the next operation once the last has been answered. Each waits on a thread
 * of its own, as a request of the service does.
 */
public final class ClosedLoop implements Load {

    private final int clientCount;
    private final int operationsEach;
    private final ThreadFactory threads;
    private final Clients clients;

    /**
     * A closed loop.
     *
     * @param operationsEach how many operations an answer stands for
     */
    public ClosedLoop(int clientCount, int operationsEach, ThreadFactory threads, Clients clients) {
        this.clientCount = clientCount;
        this.operationsEach = operationsEach;
        this.threads = threads;
        this.clients = clients;
    }

    /** On virtual threads, each answer being one operation. */
    public ClosedLoop(int clientCount, Clients clients) {
        this(clientCount, 1, Thread.ofVirtual().factory(), clients);
    }

    /** The first failure of a client ends it. */
    @Override
    public Measurement run(LoadTimes times) throws Exception {
        List<Client> made = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            made.add(clients.client(i));
        }
        Recording recording = Recording.of(System.nanoTime(), times, operationsEach);
        List<Thread> running = new ArrayList<>();
        for (Client client : made) {
            Thread thread = threads.newThread(() -> operate(client, recording));
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        return recording.result(null);
    }

    private static void operate(Client client, Recording recording) {
        try {
            long before = System.nanoTime();
            while (!recording.isOver(before)) {
                client.operate().get();
                long after = System.nanoTime();
                recording.answered(before, after);
                before = after;
            }
        } catch (Exception e) {
            recording.failed(e);
        }
    }
}
