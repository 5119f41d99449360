package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.KnownLog;
import io.stockledger.command.eventstore.LogAnchor;
import io.stockledger.command.eventstore.NewerEvents;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The products that the writer loop has in memory, and the known log: the part of the event log
 * that this instance has applied to them. Only the loop's thread uses it, except {@link #size}.
 *
 * <h2>Bounds</h2>
 *
 * The cache is bounded by the number of products and by the number of their reservations. It evicts
 * the least recently used products, but only in {@link #shrink}, and never a product with decisions
 * that are not durable yet.
 *
 * <h2>Known log</h2>
 *
 * The loop applies the events that other instances append, up to a known position. A product is
 * confirmed once an append has checked its version. As long as the log ends at the known position,
 * confirmed versions are right, so the next append does not have to check them. If this instance
 * can no longer tell which events it has missed, it forgets all confirmations.
 *
 * <h2>Epoch</h2>
 *
 * Everything in memory rests on one epoch of the log, which is read before the first product is
 * loaded. If the log has started another epoch, everything is forgotten.
 */
final class ProductCache {

    /**
     * An instance counts as alone after this many appends without an append of another instance.
     */
    private static final int UNDISTURBED_APPENDS = 8;

    private static final long UNKNOWN = -1;

    private final Map<String, CachedProduct> entries = new LinkedHashMap<>(1024, 0.75f, true);
    private final int productsMax;
    private final int reservationsMax;
    private long reservations;
    private volatile int size;

    private long knownPosition = UNKNOWN;
    private long confirmationRound = 1;
    private int undisturbedAppends;
    private @Nullable LogAnchor anchor;

    ProductCache(int productsMax, int reservationsMax) {
        this.productsMax = productsMax;
        this.reservationsMax = reservationsMax;
    }

    /** The product, or null if it is not in memory. */
    @Nullable CachedProduct get(String productId) {
        return entries.get(productId);
    }

    /** A product that must be in memory, because a command on it has been admitted. */
    CachedProduct require(String productId) {
        return Objects.requireNonNull(entries.get(productId), "a product in use was evicted");
    }

    void put(Product product) {
        evict(product.productId());
        CachedProduct entry = new CachedProduct(product);
        entries.put(product.productId(), entry);
        weigh(entry);
        size = entries.size();
    }

    void evict(String productId) {
        CachedProduct entry = entries.remove(productId);
        if (entry != null) {
            evicted(entry);
            size = entries.size();
        }
    }

    private void evicted(CachedProduct entry) {
        reservations -= entry.reservations;
        entry.evicted = true;
    }

    /**
     * Counts the reservations of a product again, after it has changed. Does nothing if the product
     * has been evicted.
     */
    void weigh(CachedProduct cached) {
        if (cached.evicted) {
            return;
        }
        int now = cached.product().reservations().size();
        reservations += now - cached.reservations;
        cached.reservations = now;
    }

    /** Evicts products until the bounds hold or only products in use are left. */
    void shrink() {
        Iterator<CachedProduct> eldest = entries.values().iterator();
        while (exceedsBounds() && eldest.hasNext()) {
            CachedProduct next = eldest.next();
            if (next.batches == 0) {
                evicted(next);
                eldest.remove();
            }
        }
        size = entries.size();
    }

    private boolean exceedsBounds() {
        return entries.size() > productsMax
                || (reservations > reservationsMax && entries.size() > 1);
    }

    /** The number of products in memory. Any thread may call this. */
    int size() {
        return size;
    }

    /** The epoch on which everything in memory rests, or null before it is read. */
    @Nullable LogEpoch epoch() {
        return anchor == null ? null : anchor.epoch();
    }

    /** The newest event that is certainly in the log, or null before the epoch is read. */
    @Nullable LogAnchor anchor() {
        return anchor;
    }

    /** Sets the epoch of the products that are loaded from now on. Nothing must be in memory. */
    void begin(LogEpoch present) {
        anchor = LogAnchor.of(present);
    }

    /** Forgets every product, the known log and the epoch. No product may be in use. */
    void forgetEpoch() {
        entries.values().forEach(this::evicted);
        entries.clear();
        size = 0;
        anchor = null;
        forgetKnownLog();
    }

    /** The position up to which the log has been applied, or -1 if it is unknown. */
    long knownPosition() {
        return knownPosition;
    }

    /** Whether no other instance has appended for a while. */
    boolean isAlone() {
        return undisturbedAppends >= UNDISTURBED_APPENDS;
    }

    /** The known log that an append on these products may rely on, or null if it is unknown. */
    @Nullable KnownLog knownLog(Collection<CachedProduct> products) {
        if (knownPosition == UNKNOWN) {
            return null;
        }
        var unconfirmed = new HashSet<String>();
        for (CachedProduct cached : products) {
            if (cached.confirmedRound != confirmationRound) {
                unconfirmed.add(cached.product().productId());
            }
        }
        return new KnownLog(knownPosition, unconfirmed);
    }

    /** Whether the append follows the known log directly: no other instance has appended since. */
    boolean isNext(Success append) {
        return knownPosition != UNKNOWN && append.firstPosition() == knownPosition + 1;
    }

    /** Extends the known log by an append of this instance and confirms its products. */
    void appended(Success append, List<StreamEvent> events, Collection<CachedProduct> products) {
        if (anchor != null && !events.isEmpty()) {
            anchor =
                    anchor.at(
                            append.firstPosition() + events.size() - 1, events.getLast().eventId());
        }
        if (isNext(append)) {
            knownPosition += events.size();
        } else {
            // The events in between are read at this instance's next turn.
            undisturbedAppends = 0;
        }
        for (CachedProduct product : products) {
            product.confirmedRound = confirmationRound;
        }
    }

    /**
     * Applies the events of other instances while the head of the log is locked. A product that
     * lacks an earlier event is evicted, even if a command of the batch needs it. If the store has
     * left out events, because there were too many or one cannot be read, all confirmations are
     * forgotten, and the next append on a product checks its version. No batch may hold decisions
     * that are not durable.
     */
    void apply(NewerEvents newer) {
        boolean unchanged = newer.headPosition() == knownPosition;
        undisturbedAppends = unchanged ? undisturbedAppends + 1 : 0;
        if (!unchanged
                && (knownPosition == UNKNOWN
                        || newer.headPosition() - knownPosition != newer.events().size())) {
            confirmationRound++;
        }
        newer.events().forEach(this::apply);
        newer.incompleteStreams().forEach(this::evict);
        knownPosition = newer.headPosition();
        if (anchor != null) {
            anchor = anchor.at(newer.headPosition(), newer.headEventId());
        }
    }

    private void apply(EventEnvelope event) {
        CachedProduct cached = get(event.aggregateId());
        if (cached == null || event.sequenceNumber() <= cached.product().version()) {
            return;
        }
        Product product = cached.product();
        if (event.sequenceNumber() > product.version() + 1) {
            evict(product.productId());
            return;
        }
        ProductRepository.apply(product, event);
        product.keep();
        weigh(cached);
    }

    /** Forgets the known log until the head of the log is locked again. */
    void forgetKnownLog() {
        knownPosition = UNKNOWN;
        undisturbedAppends = 0;
        confirmationRound++;
    }
}
