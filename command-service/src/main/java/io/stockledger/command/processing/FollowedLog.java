package io.stockledger.command.processing;

import io.stockledger.command.eventstore.AppendBatch.Followed;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.HashSet;

/**
 * How far the products in memory agree with the log. The loop takes in what other instances append
 * between its own appends; so most of its products are never stale, and an append need not look up
 * the version of a product that it has confirmed before. Only the loop's thread touches it.
 */
final class FollowedLog {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);

    /** A longer gap is not read: what it made stale is found out when it is used. */
    static final long GAP_EVENTS_MAX = 5_000;

    private static final long UNKNOWN = -1;

    private final EventStore store;
    private final ProductCache cache;
    private long position = UNKNOWN;

    FollowedLog(EventStore store, ProductCache cache) {
        this.store = store;
        this.cache = cache;
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

    /** After an append that confirmed these products: takes in what came before it from others. */
    void appended(Appended appended, int eventCount, Collection<CachedProduct> products) {
        long othersUpTo = appended.firstPosition() - 1;
        try {
            if (position == UNKNOWN || othersUpTo - position > GAP_EVENTS_MAX) {
                cache.forgetConfirmations();
            } else if (othersUpTo > position) {
                store.loadRange(position + 1, othersUpTo).forEach(cache::follow);
            }
            position = othersUpTo + eventCount;
            cache.confirm(products);
        } catch (EventStoreException e) {
            LOG.warn("What other instances appended cannot be read: {}", e.getMessage());
            lose();
        }
    }

    /** From now on nothing is known, until the next append. */
    void lose() {
        position = UNKNOWN;
        cache.forgetConfirmations();
    }
}
