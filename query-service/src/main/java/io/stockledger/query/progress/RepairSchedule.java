package io.stockledger.query.progress;

import io.stockledger.events.RepairRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides when missing events are asked for: after {@value #WAIT_MS} ms, in which they may still
 * arrive, and then again and again. While events arrive, the request for the rest waits. A product
 * that stays held is asked for ever less often, since events that cannot be read or applied do not
 * get better by being published again. For one thread.
 */
final class RepairSchedule {

    static final long WAIT_MS = 2_000;
    static final long REPEAT_MS = 5_000;
    static final long REPEAT_MS_MAX = 300_000;

    private static final Logger LOG = LoggerFactory.getLogger(RepairSchedule.class);

    private final Map<MissingEvents.Key, Wait> waits = new HashMap<>();

    /** The wait before a request is sent. */
    private static final class Wait {
        private RepairRequest request;
        private long untilNanos;
        private long nextMs = REPEAT_MS;
        private boolean logged;

        Wait(RepairRequest request, long nowNanos) {
            this.request = request;
            this.untilNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        }
    }

    /**
     * The requests that are due now; they count as sent.
     *
     * @param missing the events that are missing now, each with the request for them
     * @param nowNanos a reading of {@link System#nanoTime}
     */
    List<RepairRequest> due(Map<MissingEvents.Key, RepairRequest> missing, long nowNanos) {
        endWaits(missing.keySet());
        var due = new ArrayList<RepairRequest>();
        missing.forEach(
                (key, request) -> {
                    Wait wait = waits.computeIfAbsent(key, _ -> new Wait(request, nowNanos));
                    if (!wait.request.equals(request)) {
                        boolean logged = wait.logged;
                        wait = new Wait(request, nowNanos);
                        wait.logged = logged;
                        waits.put(key, wait);
                    }
                    if (nowNanos - wait.untilNanos >= 0) {
                        due.add(request);
                        logOnce(wait);
                        wait.untilNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(wait.nextMs);
                        if (key instanceof MissingEvents.Key.Product) {
                            wait.nextMs = Math.min(2 * wait.nextMs, REPEAT_MS_MAX);
                        }
                    }
                });
        return due;
    }

    private void endWaits(Set<MissingEvents.Key> missing) {
        waits.entrySet()
                .removeIf(
                        entry -> {
                            boolean ended = !missing.contains(entry.getKey());
                            if (ended && entry.getValue().logged) {
                                logEnd(entry.getKey());
                            }
                            return ended;
                        });
    }

    private static void logOnce(Wait wait) {
        if (wait.logged) {
            return;
        }
        wait.logged = true;
        switch (wait.request) {
            case RepairRequest.OfPartition request ->
                    LOG.warn(
                            "Events of partition {} after position {} are missing in the topic;"
                                    + " the relay is asked to publish them again. Until then the"
                                    + " lag grows",
                            request.partition(),
                            request.afterPosition());
            case RepairRequest.OfProduct request ->
                    LOG.warn(
                            "Product '{}' is held at event {}; the relay is asked to publish it"
                                    + " again",
                            request.productId(),
                            request.fromSequenceNumber());
        }
    }

    private static void logEnd(MissingEvents.Key key) {
        switch (key) {
            case MissingEvents.Key.Partition partition ->
                    LOG.info("The missing events of partition {} are received", partition.number());
            case MissingEvents.Key.Product product ->
                    LOG.info("Nothing of product '{}' is asked for any more", product.productId());
        }
    }
}
