package io.stockledger.command.relay;

import io.stockledger.events.EventTopic;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topic, as the relay creates it if it does not exist.
 *
 * @param name the topic's name
 * @param partitions the number of partitions; it bounds the replicas of one consumer group
 * @param replicationFactor the number of brokers that keep a copy; 3 in production
 * @param minInSyncReplicas the number of brokers that must have a record before it is acknowledged;
 *     2 in production
 */
public record TopicSettings(
        @NotBlank @DefaultValue(EventTopic.DEFAULT_NAME) String name,
        @Min(1) @Max(10_000) @DefaultValue("12") int partitions,
        @Min(1) @Max(100) @DefaultValue("1") short replicationFactor,
        @Min(1) @Max(100) @DefaultValue("1") int minInSyncReplicas) {}
