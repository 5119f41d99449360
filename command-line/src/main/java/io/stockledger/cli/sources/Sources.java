package io.stockledger.cli.sources;

import org.jspecify.annotations.Nullable;

/**
 * The two databases and the topic of a system.
 *
 * @param views null if it is not named
 * @param kafkaServers the bootstrap servers; null if they are not named
 * @param topic the topic of the events
 */
public record Sources(
        Database events, @Nullable Database views, @Nullable String kafkaServers, String topic) {}
