package io.stockledger.command.relay;

/**
 * The topic as it is created where it does not exist.
 *
 * @param name its name
 * @param partitions how many partitions; bounds the replicas of one consumer group
 * @param replicationFactor how many brokers keep a copy; 3 in production
 * @param minInSyncReplicas how many must have a record before it is acknowledged; 2 in production
 */
public record TopicSettings(
        String name, int partitions, short replicationFactor, int minInSyncReplicas) {}
