package io.stockledger.query.inventory.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.stockledger.query.changes.Change;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeSubscriber;
import io.stockledger.query.inventory.search.InventoryItem;
import io.stockledger.query.inventory.search.InventoryQueries;
import io.stockledger.query.inventory.search.InventoryQueries.TimedItem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers ready to be sent, in memory as long as nothing has changed them. A request gets no older
 * version of a product than any request got that was answered before this one came. Thread-safe.
 *
 * <p>Four things see to that. A change drops the answer, and whoever reads the row at that moment
 * does not keep it. A reader joins another's reading only while nothing newer is known of the
 * product. While this replica does not hear of changes, everybody reads the database. And where an
 * answer that was read is not kept, nothing older than it is, and nobody joins what was begun
 * before.
 */
public final class InventoryCache implements ChangeSubscriber {

    private final InventoryQueries queries;
    private final ReadBatcher single;
    private final ChangeFeed feed;
    private final JsonMapper mapper;
    private final Clock clock;
    private final Cache<String, CachedAnswer> kept;
    private final Map<String, PendingRead> fills = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /**
     * @param ageMax an answer is read anew after this time, should a change have gone unheard
     * @param bytesMax how much memory the answers take, about
     */
    public InventoryCache(
            InventoryQueries queries,
            ChangeFeed feed,
            JsonMapper mapper,
            Clock clock,
            Duration ageMax,
            long bytesMax) {
        this.queries = queries;
        this.single = new ReadBatcher(queries);
        this.feed = feed;
        this.mapper = mapper;
        this.clock = clock;
        this.kept =
                Caffeine.newBuilder()
                        .expireAfterWrite(ageMax)
                        .maximumWeight(bytesMax)
                        .weigher((String id, CachedAnswer answer) -> answer.bytes(id))
                        .evictionListener((_, _, _) -> evictions.increment())
                        .build();
        feed.subscribe(this);
    }

    /** The product's answer now, or null where there is no such product. */
    public @Nullable CachedAnswer find(String productId) {
        if (!feed.isListening()) {
            misses.increment();
            return readPast(productId);
        }
        CachedAnswer known = keptNow(productId);
        if (known != null) {
            hits.increment();
            return known;
        }
        misses.increment();
        var mine = new PendingRead();
        PendingRead others = fills.putIfAbsent(productId, mine);
        if (others == null) {
            return fill(productId, mine);
        }
        CachedAnswer joined = others.await();
        // Read a moment before this request came: a reservation may have lapsed between.
        return joined == null || joined.holdsAt(clock.instant()) ? joined : readPast(productId);
    }

    private @Nullable CachedAnswer fill(String productId, PendingRead mine) {
        try {
            // Another may have finished between the look and the entry of this one.
            CachedAnswer answer = keptNow(productId);
            if (answer == null) {
                answer = read(productId);
                if (!mine.keep(answer, a -> kept.put(productId, a))) {
                    shown(productId, answer);
                }
            }
            fills.remove(productId, mine);
            mine.complete(answer);
            return answer;
        } catch (RuntimeException e) {
            fills.remove(productId, mine);
            mine.fail(e);
            throw e;
        }
    }

    /** Those of the products that there are, by id: one query for what is not in memory. */
    public Map<String, CachedAnswer> find(Collection<String> productIds) {
        if (!feed.isListening()) {
            misses.add(productIds.size());
            return readPast(productIds);
        }
        var found = new HashMap<String, CachedAnswer>();
        var mine = new LinkedHashMap<String, PendingRead>();
        var others = new HashMap<String, PendingRead>();
        for (String productId : productIds) {
            CachedAnswer known = keptNow(productId);
            if (known != null) {
                found.put(productId, known);
                continue;
            }
            var fill = new PendingRead();
            PendingRead other = fills.putIfAbsent(productId, fill);
            if (other == null) {
                mine.put(productId, fill);
            } else {
                others.put(productId, other);
            }
        }
        hits.add(found.size());
        misses.add(mine.size() + others.size());
        found.putAll(fill(mine));
        joinAll(others, found);
        return found;
    }

    private Map<String, CachedAnswer> fill(Map<String, PendingRead> mine) {
        if (mine.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, CachedAnswer> read = read(mine.keySet());
            mine.forEach(
                    (productId, fill) -> {
                        CachedAnswer answer = read.get(productId);
                        if (!fill.keep(answer, a -> kept.put(productId, a))) {
                            shown(productId, answer);
                        }
                        fills.remove(productId, fill);
                        fill.complete(answer);
                    });
            return read;
        } catch (RuntimeException e) {
            mine.forEach(
                    (productId, fill) -> {
                        fills.remove(productId, fill);
                        fill.fail(e);
                    });
            throw e;
        }
    }

    private void joinAll(Map<String, PendingRead> others, Map<String, CachedAnswer> found) {
        Instant now = clock.instant();
        var lapsed = new ArrayList<String>();
        others.forEach(
                (productId, fill) -> {
                    CachedAnswer answer = fill.await();
                    if (answer != null && answer.holdsAt(now)) {
                        found.put(productId, answer);
                    } else if (answer != null) {
                        lapsed.add(productId);
                    }
                });
        if (!lapsed.isEmpty()) {
            found.putAll(readPast(lapsed));
        }
    }

    private @Nullable CachedAnswer keptNow(String productId) {
        CachedAnswer answer = kept.getIfPresent(productId);
        return answer != null && answer.holdsAt(clock.instant()) ? answer : null;
    }

    /** Reads without keeping it. */
    private @Nullable CachedAnswer readPast(String productId) {
        CachedAnswer answer = read(productId);
        shown(productId, answer);
        return answer;
    }

    private Map<String, CachedAnswer> readPast(Collection<String> productIds) {
        Map<String, CachedAnswer> answers = read(productIds);
        answers.forEach(this::shown);
        return answers;
    }

    private @Nullable CachedAnswer read(String productId) {
        TimedItem item = single.product(productId);
        return item == null ? null : CachedAnswer.of(item, mapper);
    }

    private Map<String, CachedAnswer> read(Collection<String> productIds) {
        var read = new HashMap<String, CachedAnswer>();
        for (TimedItem item : queries.products(productIds)) {
            read.put(item.item().productId(), CachedAnswer.of(item, mapper));
        }
        return read;
    }

    /** Somebody was shown these, read from the database: nothing older is given out from now on. */
    public void shown(List<InventoryItem> items) {
        items.forEach(item -> shown(item.productId(), item.version()));
    }

    private void shown(String productId, @Nullable CachedAnswer answer) {
        if (answer != null) {
            shown(productId, answer.version());
        }
    }

    private void shown(String productId, long version) {
        PendingRead fill = fills.remove(productId);
        if (fill != null) {
            fill.spoil();
        }
        kept.asMap()
                .computeIfPresent(
                        productId, (_, answer) -> answer.version() < version ? null : answer);
    }

    @Override
    public void changed(Change change) {
        for (String productId : change.versions().keySet()) {
            PendingRead fill = fills.remove(productId);
            if (fill != null) {
                fill.spoil();
            }
            kept.invalidate(productId);
        }
    }

    @Override
    public void everythingChanged() {
        fills.values()
                .removeIf(
                        fill -> {
                            fill.spoil();
                            return true;
                        });
        kept.invalidateAll();
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    /** How many answers had to make room, or were too old. */
    public long evictions() {
        return evictions.sum();
    }

    /** How many answers are in memory, about. */
    public long size() {
        return kept.estimatedSize();
    }
}
