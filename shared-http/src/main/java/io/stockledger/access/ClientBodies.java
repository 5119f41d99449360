package io.stockledger.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.http.BodyLimit;
import io.stockledger.http.IncomingBody;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;

import jakarta.servlet.http.HttpServletRequest;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The memory that the bodies of each client may use at a time. It is smaller than the byte budget,
 * so that one client cannot use all of that. Thread-safe.
 */
final class ClientBodies {

    private static final String NAME = "body-bytes";

    private final long bytesMax;
    private final ConcurrentMap<String, Long> inUse = new ConcurrentHashMap<>();
    private final LongAdder refusals = new LongAdder();

    /**
     * @param bytesMax for one client, in bytes; 0 is no limit
     */
    ClientBodies(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void countIn(MeterRegistry registry) {
        FunctionCounter.builder("stockledger.http.slot.refusals", refusals, LongAdder::sum)
                .tag("limit", NAME)
                .description(ClientSlots.REFUSALS)
                .register(registry);
    }

    boolean areLimited() {
        return bytesMax > 0;
    }

    /** Limits the body of the request, which is not read yet. */
    void limit(HttpServletRequest request) {
        if (areLimited()) {
            IncomingBody.limit(
                    request, of(Clients.of(request), Math.max(0, request.getContentLengthLong())));
        }
    }

    /**
     * The limit of one body.
     *
     * @param announcedBytes the announced length, 0 if it is unknown. All of it is taken together
     *     with the first bytes, so that a body that does not fit is refused before it is read;
     *     announcing too much hurts only the client itself
     */
    BodyLimit of(String client, long announcedBytes) {
        return new OfBody(client, announcedBytes);
    }

    private void acquire(String client, long bytes) {
        if (inUse.merge(client, bytes, Long::sum) > bytesMax) {
            release(client, bytes);
            refusals.increment();
            throw new ProblemException(problem());
        }
    }

    private void release(String client, long bytes) {
        inUse.computeIfPresent(client, (_, used) -> used == bytes ? null : used - bytes);
    }

    private final class OfBody implements BodyLimit {

        private final String client;
        private final long announced;
        private long used;
        private long taken;

        private OfBody(String client, long announced) {
            this.client = client;
            this.announced = announced;
        }

        @Override
        public synchronized void acquire(long bytes) {
            long needed = Math.max(announced, used + bytes);
            if (needed > taken) {
                ClientBodies.this.acquire(client, needed - taken);
                taken = needed;
            }
            used += bytes;
        }

        @Override
        public synchronized void release(long bytes) {
            used -= bytes;
            long needed = used == 0 ? 0 : Math.max(announced, used);
            if (needed < taken) {
                ClientBodies.this.release(client, taken - needed);
                taken = needed;
            }
        }
    }

    private Problem problem() {
        return AccessProblemType.TOO_MANY_REQUESTS
                .problem(
                        "The limit '%s' allows bodies of %d bytes at a time; wait for the answers of the others"
                                .formatted(NAME, bytesMax))
                .with("limit", NAME)
                .with("max", bytesMax)
                .withHeader("Retry-After", "1")
                .withHeader("Connection", "close");
    }
}
