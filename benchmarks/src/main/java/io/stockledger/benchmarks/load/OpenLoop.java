package io.stockledger.benchmarks.load;

import io.stockledger.benchmarks.load.Measurement.Offered;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Operations at a fixed rate, whether or not those before have been answered, as callers who do not
 * know of each other send them. An operation that finds every client busy waits for one, and its
 * latency is counted from when it was due. Those that were due and never sent are counted: a rate
 * that cannot be kept must show.
 */
public final class OpenLoop implements Load {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int ANSWER_MAX_SECONDS = 60;

    private final double perSecond;
    private final int clientCount;
    private final Clients clients;

    /**
     * An open loop.
     *
     * @param clientCount how many operations can be under way at once
     */
    public OpenLoop(double perSecond, int clientCount, Clients clients) {
        this.perSecond = perSecond;
        this.clientCount = clientCount;
        this.clients = clients;
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        Schedule schedule = new Schedule(perSecond, times);
        // The last one back is the first to go again, so that few of them hold a reservation.
        var free = new ConcurrentLinkedDeque<Client>();
        for (int i = 0; i < clientCount; i++) {
            free.push(clients.client(i));
        }
        var underWay = new Semaphore(clientCount);
        long start = System.nanoTime();
        Recording recording = Recording.of(start, times, 1);
        long sent = 0;
        while (!recording.isOver(System.nanoTime())) {
            long due = schedule.dueUntil(System.nanoTime() - start);
            while (sent < due && underWay.tryAcquire()) {
                send(start + schedule.dueAt(sent), free, underWay, recording);
                sent++;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!underWay.tryAcquire(clientCount, ANSWER_MAX_SECONDS, TimeUnit.SECONDS)) {
            recording.failed(new IllegalStateException("an operation was never answered"));
        }
        return recording.result(
                new Offered(perSecond, schedule.dueMeasured(), schedule.notSent(sent)));
    }

    private static void send(
            long due, ConcurrentLinkedDeque<Client> free, Semaphore underWay, Recording recording) {
        Client client = free.pop();
        try {
            var _ =
                    client.operate()
                            .whenComplete(
                                    (_, e) -> {
                                        if (e != null) {
                                            recording.failed(e);
                                        } else {
                                            recording.answeredOnSchedule(due, System.nanoTime());
                                        }
                                        free.push(client);
                                        underWay.release();
                                    });
        } catch (Exception e) {
            recording.failed(e);
            underWay.release();
        }
    }
}
