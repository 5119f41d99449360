package io.stockledger.command.writer;

import io.stockledger.command.eventstore.Receipt;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes decisions on the products in memory, by the clock. Only the loop's thread calls it. */
final class Decisions {

    private final ProductCache cache;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private Instant lastDecisionAt = Instant.EPOCH;

    Decisions(ProductCache cache, Clock clock, Supplier<UUID> ids) {
        this.cache = cache;
        this.clock = clock;
        this.ids = ids;
    }

    /** A batch that commands are still to be added to. */
    Batch open() {
        return new Batch(this::cached, Map.of(), ids);
    }

    /** Decides more commands of an open batch; products of all of them are in memory. */
    void add(Batch open, List<PendingCommand> commands) {
        open.add(commands, decisionTime());
    }

    /**
     * Decides all commands of a batch; products of all of them are in memory.
     *
     * @param known what keys of the commands stand for already
     */
    Batch decide(List<PendingCommand> commands, Map<String, Receipt> known) {
        Batch decision = new Batch(this::cached, known, ids);
        decision.add(commands, decisionTime());
        return decision.close();
    }

    /** The instant of the decision, in microseconds, as the store keeps it; it never goes back. */
    private Instant decisionTime() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (now.isAfter(lastDecisionAt)) {
            lastDecisionAt = now;
        }
        return lastDecisionAt;
    }

    private CachedProduct cached(String productId) {
        return Objects.requireNonNull(cache.get(productId), "a product left the cache in use");
    }
}
