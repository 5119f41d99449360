package io.stockledger.query.inventory.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.stockledger.query.changes.Change;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeSubscriber;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.inventory.search.InventoryQueries;
import io.stockledger.query.inventory.search.InventoryReading;
import io.stockledger.query.stock.InventoryItem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The ready-to-send answers for single products, kept in memory until the product changes. A lookup
 * of one product follows the rules of a lookup of several. Thread-safe.
 *
 * <h2>Guarantee</h2>
 *
 * No request gets an older version of a product than any request that was answered before it
 * arrived. This holds for lookups by id, and for pages, whose items are reported to {@link
 * #dropOlderThan(List)}.
 *
 * <h2>Content</h2>
 *
 * The answers of {@link InventoryQueries}, each with the period in which no reservation lapses. An
 * answer is used only within this period. A product that does not exist is not cached.
 *
 * <h2>Invalidation</h2>
 *
 * <ul>
 *   <li>A change of the product, also that it becomes held or is released: its answer is dropped.
 *   <li>A change of everything, or the loss or return of the change notifications: all answers are
 *       dropped.
 *   <li>An answer that was read and is not cached, and an item of a page: older answers of the
 *       product are dropped, because a request may have seen the newer version.
 *   <li>The maximum age and the maximum memory, in case a change notification was lost.
 * </ul>
 *
 * <h2>Concurrent requests share one read</h2>
 *
 * A request that misses enters a {@link PendingRead} for each of its products. Other requests for
 * these products join it instead of reading. The request reads all of its own products with one
 * query and completes its pending reads before it waits for those it has joined, so that two
 * requests never wait for each other. A joined result that has lapsed by now is read again.
 * Requests for single products share queries as well, see {@link ReadBatcher}.
 *
 * <h2>When a result may be kept</h2>
 *
 * Each of the first three kinds of invalidation also removes the pending read of the product and
 * marks it as invalid: no later request joins it, and its result is not cached. The read may have
 * begun before the change, so its result may be older than the version that is already known.
 * Requests that joined before the invalidation still get the result; they arrived before any
 * request was answered with the newer version.
 *
 * <h2>Change notifications unavailable</h2>
 *
 * While the {@link ChangeFeed} is not listening, no answer is served from memory, no read is joined
 * and no result is kept: every request reads from Postgres until the connection is back.
 *
 * <h2>Failure</h2>
 *
 * If a query fails, the request that reads and all requests that have joined it get the exception,
 * and nothing is cached. The next request reads again.
 */
public final class InventoryCache implements ChangeSubscriber {

    private final ReadBatcher database;
    private final ChangeFeed feed;
    private final JsonMapper mapper;
    private final Clock clock;
    private final Cache<String, CachedAnswer> answers;
    private final Map<String, PendingRead> pendingReads = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /**
     * @param ageMax the time after which an answer is read again, in case a change notification was
     *     lost
     * @param bytesMax the approximate memory of all answers, in bytes
     */
    public InventoryCache(
            InventoryQueries queries,
            ChangeFeed feed,
            JsonMapper mapper,
            Clock clock,
            Duration ageMax,
            long bytesMax) {
        this.database = new ReadBatcher(queries);
        this.feed = feed;
        this.mapper = mapper;
        this.clock = clock;
        this.answers =
                Caffeine.newBuilder()
                        .expireAfterWrite(ageMax)
                        .maximumWeight(bytesMax)
                        .weigher((String id, CachedAnswer answer) -> answer.bytes(id))
                        .evictionListener((_, _, _) -> evictions.increment())
                        .build();
        feed.subscribe(this);
    }

    /** The answer for a product; null if the product does not exist. */
    public @Nullable CachedAnswer find(String productId) {
        // A cached answer needs no collections, and most requests find one.
        if (feed.isListening()) {
            CachedAnswer cached = cached(productId);
            if (cached != null) {
                hits.increment();
                return cached;
            }
        }
        return find(Set.of(productId)).get(productId);
    }

    /**
     * The answers for products by id, without those that do not exist. Products that are not cached
     * are read with one query.
     *
     * @param productIds without repeats
     */
    public Map<String, CachedAnswer> find(Collection<String> productIds) {
        if (!feed.isListening()) {
            misses.add(productIds.size());
            return readWithoutCaching(productIds);
        }
        var found = new HashMap<String, CachedAnswer>();
        var own = new LinkedHashMap<String, PendingRead>();
        var joined = new HashMap<String, PendingRead>();
        for (String productId : productIds) {
            CachedAnswer cached = cached(productId);
            if (cached != null) {
                found.put(productId, cached);
                continue;
            }
            var read = new PendingRead();
            PendingRead other = pendingReads.putIfAbsent(productId, read);
            if (other == null) {
                own.put(productId, read);
            } else {
                joined.put(productId, other);
            }
        }
        hits.add(found.size());
        misses.add(own.size() + joined.size());
        readOwn(own, found);
        awaitJoined(joined, found);
        return found;
    }

    /**
     * The holds that an answer with these products has to show, also those of products that the
     * view does not have.
     *
     * @param found the products that were found
     */
    public Set<Hold> holds(Collection<String> productIds, Map<String, CachedAnswer> found) {
        var holds = new HashSet<Hold>();
        for (CachedAnswer answer : found.values()) {
            Hold hold = answer.hold();
            if (hold != null) {
                holds.add(hold);
            }
        }
        var missing = new HashSet<>(productIds);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            holds.addAll(database.holds(missing));
        }
        return holds;
    }

    private void readOwn(Map<String, PendingRead> own, Map<String, CachedAnswer> found) {
        try {
            var uncached = new LinkedHashMap<String, PendingRead>();
            own.forEach(
                    (productId, read) -> {
                        // Another read may have finished between the lookup and the entry.
                        CachedAnswer cached = cached(productId);
                        if (cached == null) {
                            uncached.put(productId, read);
                        } else {
                            found.put(productId, cached);
                            complete(productId, read, cached);
                        }
                    });
            Map<String, CachedAnswer> results = read(uncached.keySet());
            found.putAll(results);
            uncached.forEach(
                    (productId, read) -> {
                        CachedAnswer answer = results.get(productId);
                        if (!read.store(answer, stored -> answers.put(productId, stored))) {
                            dropOlderThan(productId, answer);
                        }
                        complete(productId, read, answer);
                    });
        } catch (RuntimeException | Error e) {
            own.forEach(
                    (productId, read) -> {
                        pendingReads.remove(productId, read);
                        read.fail(e);
                    });
            throw e;
        }
    }

    private void complete(String productId, PendingRead read, @Nullable CachedAnswer answer) {
        pendingReads.remove(productId, read);
        read.complete(answer);
    }

    private void awaitJoined(Map<String, PendingRead> joined, Map<String, CachedAnswer> found) {
        var lapsed = new ArrayList<String>();
        joined.forEach(
                (productId, read) -> {
                    CachedAnswer answer = read.await();
                    if (answer == null) {
                        return;
                    }
                    if (answer.isValidAt(clock.instant())) {
                        found.put(productId, answer);
                    } else {
                        lapsed.add(productId);
                    }
                });
        found.putAll(readWithoutCaching(lapsed));
    }

    private Map<String, CachedAnswer> readWithoutCaching(Collection<String> productIds) {
        Map<String, CachedAnswer> results = read(productIds);
        results.forEach(this::dropOlderThan);
        return results;
    }

    private Map<String, CachedAnswer> read(Collection<String> productIds) {
        var results = new HashMap<String, CachedAnswer>();
        for (InventoryReading reading : database.products(productIds)) {
            results.put(reading.item().productId(), CachedAnswer.of(reading, mapper));
        }
        return results;
    }

    /** The cached answer if it is valid at this instant, otherwise null. */
    private @Nullable CachedAnswer cached(String productId) {
        CachedAnswer answer = answers.getIfPresent(productId);
        return answer != null && answer.isValidAt(clock.instant()) ? answer : null;
    }

    /**
     * Drops the answers that are older than these items. The caller passes all items that it has
     * read from the database outside of this cache, before it answers a request with them.
     */
    public void dropOlderThan(List<InventoryItem> items) {
        items.forEach(item -> dropOlderThan(item.productId(), item.version()));
    }

    private void dropOlderThan(String productId, @Nullable CachedAnswer answer) {
        if (answer != null) {
            dropOlderThan(productId, answer.version());
        }
    }

    private void dropOlderThan(String productId, long version) {
        invalidatePendingRead(productId);
        answers.asMap()
                .computeIfPresent(
                        productId, (_, answer) -> answer.version() < version ? null : answer);
    }

    private void invalidatePendingRead(String productId) {
        PendingRead read = pendingReads.remove(productId);
        if (read != null) {
            read.invalidate();
        }
    }

    @Override
    public void changed(Change change) {
        for (String productId : change.versions().keySet()) {
            invalidatePendingRead(productId);
            answers.invalidate(productId);
        }
    }

    @Override
    public void everythingChanged() {
        pendingReads.keySet().forEach(this::invalidatePendingRead);
        answers.invalidateAll();
    }

    /** The number of products that were answered from memory. */
    public long hits() {
        return hits.sum();
    }

    /** The number of products that were not answered from memory. */
    public long misses() {
        return misses.sum();
    }

    /** The number of answers that were dropped because of their age or for lack of memory. */
    public long evictions() {
        return evictions.sum();
    }

    /** The approximate number of answers in memory. */
    public long size() {
        return answers.estimatedSize();
    }
}
