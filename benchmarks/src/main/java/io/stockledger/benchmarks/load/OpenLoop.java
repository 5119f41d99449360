package io.stockledger.benchmarks.load;

import io.stockledger.benchmarks.load.Measurement.OfferedLoad;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Operations at a fixed rate, whether or not earlier operations have been answered, as independent
 * callers send them. If all clients are busy, an operation waits for a free client. Its latency
 * counts from the moment at which it was due. Operations that were due and not sent are counted, so
 * that the results show a rate that cannot be reached.
 */
public final class OpenLoop implements Load {

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int ANSWER_MAX_SECONDS = 60;

    private final double perSecond;
    private final int clientCount;
    private final Clients clients;

    /**
     * Creates an open loop.
     *
     * @param perSecond the rate, in operations per second
     * @param clientCount the maximum number of operations in flight
     */
    public OpenLoop(double perSecond, int clientCount, Clients clients) {
        this.perSecond = perSecond;
        this.clientCount = clientCount;
        this.clients = clients;
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        Schedule schedule = new Schedule(perSecond, times);
        // A stack: the client that was freed last is used next, so few clients hold a reservation.
        var free = new ConcurrentLinkedDeque<Client>();
        for (int i = 0; i < clientCount; i++) {
            free.push(clients.client(i));
        }
        var inFlight = new Semaphore(clientCount);
        long start = System.nanoTime();
        Recording recording = Recording.of(start, times, 1);
        long sent = 0;
        while (!recording.isOver(System.nanoTime())) {
            long due = schedule.dueUntil(System.nanoTime() - start);
            while (sent < due && inFlight.tryAcquire()) {
                send(start + schedule.dueAt(sent), free, inFlight, recording);
                sent++;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!inFlight.tryAcquire(clientCount, ANSWER_MAX_SECONDS, TimeUnit.SECONDS)) {
            recording.failed(new IllegalStateException("an operation was not answered in time"));
        }
        return recording.result(
                new OfferedLoad(perSecond, schedule.dueMeasured(), schedule.notSent(sent)));
    }

    private static void send(
            long due, ConcurrentLinkedDeque<Client> free, Semaphore inFlight, Recording recording) {
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
                                        inFlight.release();
                                    });
        } catch (Exception e) {
            recording.failed(e);
            inFlight.release();
        }
    }
}
