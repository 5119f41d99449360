package io.stockledger.query.inventory;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.inventory.cache.InventoryCache;

/** The figures of reads from memory: {@code stockledger.answers.*} and {@code .changes.*}. */
public final class ReadMetrics {

    private ReadMetrics() {}

    public static void register(MeterRegistry registry, ChangeFeed feed, InventoryCache answers) {
        FunctionCounter.builder("stockledger.answers.hits", answers, InventoryCache::hits)
                .description("products answered from memory")
                .register(registry);
        FunctionCounter.builder("stockledger.answers.misses", answers, InventoryCache::misses)
                .description("products that had to be read")
                .register(registry);
        FunctionCounter.builder("stockledger.answers.evictions", answers, InventoryCache::evictions)
                .description("answers that had to make room or were too old")
                .register(registry);
        Gauge.builder("stockledger.answers.kept", answers, InventoryCache::size)
                .description("answers in memory, about")
                .register(registry);
        FunctionCounter.builder("stockledger.changes.notifications", feed, ChangeFeed::heard)
                .description("changes heard of")
                .register(registry);
        FunctionCounter.builder("stockledger.changes.reconnects", feed, ChangeFeed::reconnects)
                .description("times that the listener connected anew")
                .register(registry);
        Gauge.builder("stockledger.changes.listening", feed, f -> f.isListening() ? 1 : 0)
                .description("1 while changes are heard of, else reads go to the database")
                .register(registry);
        Gauge.builder("stockledger.changes.waiting", feed, f -> f.signals().waiting())
                .description("reads and streams that wait for a change")
                .register(registry);
    }
}
