package io.stockledger.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * The number of long requests of one kind, or of connections, that each client may have at a time.
 * Thread-safe.
 */
public final class ClientSlots {

    private final String name;
    private final int max;
    private final ClientAmounts taken;

    /**
     * @param name of the limit, in problems and metrics
     * @param max for one client; 0 is no limit
     */
    ClientSlots(String name, int max) {
        this.name = name;
        this.max = max;
        this.taken = new ClientAmounts(max);
    }

    /** Slots whose refusals are counted in a metric. */
    public static ClientSlots of(String name, int max, MeterRegistry registry) {
        var slots = new ClientSlots(name, max);
        slots.taken.countRefusals(name, registry);
        return slots;
    }

    /** A slot of a client, until it is closed. Close it once. */
    public interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a slot for the client of the request.
     *
     * @throws ProblemException too-many-requests if the client has no slot left
     */
    public Slot take(HttpServletRequest request) {
        return take(Clients.of(request));
    }

    Slot take(String client) {
        Slot slot = tryTake(client);
        if (slot == null) {
            throw new ProblemException(problem());
        }
        return slot;
    }

    /** Takes a slot for a connection from the address; null if the address has no slot left. */
    public @Nullable Slot tryTake(InetAddress address) {
        return tryTake(Clients.of(address));
    }

    private @Nullable Slot tryTake(String client) {
        return taken.acquire(client, 1) ? () -> taken.release(client, 1) : null;
    }

    private Problem problem() {
        return AccessProblemType.TOO_MANY_REQUESTS
                .problem("The limit '%s' allows %d at a time; end one first".formatted(name, max))
                .with("limit", name)
                .with("max", max)
                .withHeader("Retry-After", "5");
    }
}
