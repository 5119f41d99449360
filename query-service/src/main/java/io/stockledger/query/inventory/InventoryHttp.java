package io.stockledger.query.inventory;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.access.ClientLimits;
import io.stockledger.access.ClientSlots;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.exports.Exports;
import io.stockledger.query.inventory.cache.InventoryCache;
import io.stockledger.query.inventory.cache.VersionWaiter;
import io.stockledger.query.inventory.search.InventoryPages;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;

/** Creates the controllers here, where their classes are visible. */
@Configuration(proxyBeanMethods = false)
public class InventoryHttp {

    /**
     * The limits of change streams.
     *
     * @param streamsMax the maximum number of open streams of a replica
     * @param heartbeat the pause between two heartbeats of a stream without changes
     */
    public record StreamLimits(int streamsMax, Duration heartbeat) {}

    @Bean
    InventoryController inventoryController(
            InventoryCache cache,
            VersionWaiter waiter,
            InventoryPages pages,
            Exports exports,
            JsonMapper mapper,
            ClientLimits clients,
            MeterRegistry registry,
            Clock clock) {
        return new InventoryController(
                cache,
                waiter,
                ClientSlots.of("waits", clients.waitsMax(), registry),
                pages,
                new InventoryExport(exports, mapper, clock),
                clock);
    }

    @Bean
    InventoryChangesController inventoryChangesController(
            ChangeFeed feed,
            ChangeQueries changes,
            InventoryCache cache,
            StreamLimits limits,
            ClientLimits clients,
            MeterRegistry registry,
            Clock clock) {
        return new InventoryChangesController(
                feed,
                changes,
                cache,
                ClientSlots.of("streams", clients.streamsMax(), registry),
                limits.streamsMax(),
                limits.heartbeat(),
                clock);
    }
}
