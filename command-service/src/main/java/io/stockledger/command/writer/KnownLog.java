package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendBatch.Followed;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.NewerEvents;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashSet;

/**
 * How far the products in memory agree with the log. The loop takes in what other instances append;
 * so most of its products are never stale, and an append need not look up the version of a product
 * that it has confirmed before. Only the loop's thread touches it.
 */
final class KnownLog {

    /** After so many appends between which nobody else appended, the instance counts as alone. */
    private static final int UNDISTURBED_APPENDS = 8;

    private static final long UNKNOWN = -1;

    private final ProductCache cache;
    private long position = UNKNOWN;
    private int undisturbed;

    KnownLog(ProductCache cache) {
        this.cache = cache;
    }

    /** The position up to which everything has been taken in, or -1. */
    long position() {
        return position;
    }

    /** Whether nobody else has appended for a while. */
    boolean isAlone() {
        return undisturbed >= UNDISTURBED_APPENDS;
    }

    /** What an append may rest on, or null where nothing is known. */
    @Nullable Followed basis(Collection<CachedProduct> products) {
        if (position == UNKNOWN) {
            return null;
        }
        var unconfirmed = new HashSet<String>();
        for (CachedProduct cached : products) {
            if (!cache.isConfirmed(cached)) {
                unconfirmed.add(cached.product().productId());
            }
        }
        return new Followed(position, unconfirmed);
    }

    /** Whether nobody else has appended since what is known. */
    boolean isNext(Appended appended) {
        return position != UNKNOWN && appended.firstPosition() == position + 1;
    }

    /**
     * Takes in what others have appended, now that the log's head is locked. Where that was too
     * much to be told, what it made stale is found out when it is used. Products that missed some
     * of it leave memory, also such as commands at hand are about. No batch holds decisions that
     * are not durable.
     */
    void takeIn(NewerEvents newer) {
        boolean nothingNew = newer.head() == position;
        undisturbed = nothingNew ? undisturbed + 1 : 0;
        if (!nothingNew
                && (position == UNKNOWN || newer.head() - position != newer.events().size())) {
            cache.forgetConfirmations();
        }
        newer.events().forEach(cache::follow);
        newer.farBehind().forEach(cache::evict);
        position = newer.head();
    }

    /** After an append that confirmed these products. */
    void appended(Appended appended, int eventCount, Collection<CachedProduct> products) {
        if (isNext(appended)) {
            position += eventCount;
        } else {
            // What came between is read when it is this instance's turn again.
            undisturbed = 0;
        }
        cache.confirm(products);
    }

    /** From now on nothing is known, until the log's head is locked again. */
    void lose() {
        position = UNKNOWN;
        undisturbed = 0;
        cache.forgetConfirmations();
    }
}
