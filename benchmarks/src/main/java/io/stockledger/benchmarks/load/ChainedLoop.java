package io.stockledger.benchmarks.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A closed loop without threads: a client sends its next operation on the thread that completes the
 * last answer. Such a client needs the least processor time, which matters because the load
 * generator shares the cores with the service that it measures.
 */
public final class ChainedLoop implements Load {

    private static final int ANSWER_MAX_SECONDS = 60;

    private final int clientCount;
    private final int operationsEach;
    private final Clients clients;

    /**
     * Creates a closed loop.
     *
     * @param operationsEach the number of operations that one answer confirms
     */
    public ChainedLoop(int clientCount, int operationsEach, Clients clients) {
        this.clientCount = clientCount;
        this.operationsEach = operationsEach;
        this.clients = clients;
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        CountDownLatch running = new CountDownLatch(clientCount);
        Recording recording = Recording.of(System.nanoTime(), times, operationsEach);
        for (int i = 0; i < clientCount; i++) {
            next(clients.client(i), recording, running);
        }
        if (!running.await(times.totalSeconds() + ANSWER_MAX_SECONDS, TimeUnit.SECONDS)) {
            recording.failed(new IllegalStateException("an operation was not answered in time"));
        }
        return recording.result(null);
    }

    private static void next(Client client, Recording recording, CountDownLatch running) {
        long before = System.nanoTime();
        if (recording.isOver(before)) {
            running.countDown();
            return;
        }
        try {
            var _ =
                    client.operate()
                            .whenComplete(
                                    (_, e) -> {
                                        if (e != null) {
                                            recording.failed(e);
                                        } else {
                                            recording.answered(before, System.nanoTime());
                                        }
                                        next(client, recording, running);
                                    });
        } catch (Exception e) {
            recording.failed(e);
            running.countDown();
        }
    }
}
