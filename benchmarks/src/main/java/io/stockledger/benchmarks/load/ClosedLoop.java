package io.stockledger.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Clients that each send the next operation after the last one has been answered. Each client waits
 * on its own thread, as each request of the service does.
 */
public final class ClosedLoop implements Load {

    private final int clientCount;
    private final int operationsEach;
    private final ThreadFactory threads;
    private final Clients clients;

    /**
     * Creates a closed loop.
     *
     * @param operationsEach the number of operations that one answer confirms
     */
    public ClosedLoop(int clientCount, int operationsEach, ThreadFactory threads, Clients clients) {
        this.clientCount = clientCount;
        this.operationsEach = operationsEach;
        this.threads = threads;
        this.clients = clients;
    }

    /** Creates a closed loop on virtual threads, in which each answer is one operation. */
    public ClosedLoop(int clientCount, Clients clients) {
        this(clientCount, 1, Thread.ofVirtual().factory(), clients);
    }

    /** Runs until the end of the measured time or the first failure of a client. */
    @Override
    public Measurement run(LoadTimes times) throws Exception {
        List<Client> created = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            created.add(clients.client(i));
        }
        Recording recording = Recording.of(System.nanoTime(), times, operationsEach);
        List<Thread> running = new ArrayList<>();
        for (Client client : created) {
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
