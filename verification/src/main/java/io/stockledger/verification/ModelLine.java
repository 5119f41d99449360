package io.stockledger.verification;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An order's reservation and shipments of one product, by the events. Immutable.
 *
 * @param reserved the quantity that is still reserved
 * @param shipped the quantity shipped over all reservations of the order
 * @param status {@code open}, {@code shipped}, {@code cancelled} or {@code expired}: the end of the
 *     last reservation, or open
 * @param expiresAt the end of the open reservation; null if it has none
 */
public record ModelLine(long reserved, long shipped, String status, @Nullable Instant expiresAt) {

    static final String OPEN = "open";

    static ModelLine none() {
        return new ModelLine(0, 0, OPEN, null);
    }

    public boolean isOpen() {
        return reserved > 0;
    }

    ModelLine reserved(long quantity, @Nullable Instant end) {
        return new ModelLine(quantity, shipped, OPEN, end);
    }

    ModelLine extendedTo(Instant end) {
        return new ModelLine(reserved, shipped, status, end);
    }

    ModelLine released(long quantity, String end) {
        return reducedBy(quantity, 0, end);
    }

    ModelLine shipped(long quantity) {
        return reducedBy(quantity, quantity, "shipped");
    }

    private ModelLine reducedBy(long quantity, long shippedNow, String end) {
        long left = reserved - quantity;
        return left > 0
                ? new ModelLine(left, shipped + shippedNow, OPEN, expiresAt)
                : new ModelLine(0, shipped + shippedNow, end, null);
    }
}
