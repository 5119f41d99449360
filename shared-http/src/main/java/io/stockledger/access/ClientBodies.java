package io.stockledger.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.http.BodyLimit;
import io.stockledger.http.IncomingBody;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * The memory that the bodies of each client may use at a time, so that one client cannot use the
 * whole byte budget. Thread-safe.
 */
final class ClientBodies {

    private static final String NAME = "body-bytes";

    private final long bytesMax;
    private final ClientAmounts inUse;

    /**
     * @param bytesMax for one client, in bytes; 0 is no limit
     */
    ClientBodies(long bytesMax) {
        this.bytesMax = bytesMax;
        this.inUse = new ClientAmounts(bytesMax);
    }

    void countRefusals(MeterRegistry registry) {
        inUse.countRefusals(NAME, registry);
    }

    boolean areLimited() {
        return inUse.areLimited();
    }

    /** Limits the bodies of requests. After the filter that finds the client. */
    final class LimitFilter extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            IncomingBody.limit(request, of(Clients.of(request)));
            chain.doFilter(request, response);
        }
    }

    /** The limit of one body of the client. */
    BodyLimit of(String client) {
        return new ClientBody(client);
    }

    /**
     * One body. What it has announced is taken, also if less of it has arrived: a length that is
     * too large reduces only the room of its client.
     */
    private final class ClientBody implements BodyLimit {

        private final String client;
        private long announced;
        private long used;
        private long taken;

        private ClientBody(String client) {
            this.client = client;
        }

        @Override
        public synchronized void announce(long bytes) {
            announced = bytes;
        }

        @Override
        public synchronized void acquire(long bytes) {
            long needed = Math.max(announced, used + bytes);
            if (needed > taken) {
                if (!inUse.acquire(client, needed - taken)) {
                    throw new ProblemException(problem());
                }
                taken = needed;
            }
            used += bytes;
        }

        @Override
        public synchronized void release(long bytes) {
            used -= bytes;
            long needed = used == 0 ? 0 : Math.max(announced, used);
            if (needed < taken) {
                inUse.release(client, taken - needed);
                taken = needed;
            }
        }
    }

    private Problem problem() {
        return AccessProblemType.TOO_MANY_REQUESTS
                .problem(
                        ("The limit '%s' allows bodies of %d bytes at a time; wait until other"
                                        + " requests of this client are answered")
                                .formatted(NAME, bytesMax))
                .with("limit", NAME)
                .with("max", bytesMax)
                .withHeader("Retry-After", "1")
                .withHeader("Connection", "close");
    }
}
