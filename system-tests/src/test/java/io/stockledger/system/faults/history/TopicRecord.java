package io.stockledger.system.faults.history;

/** A record of the topic: where it is, and which event it carries. */
public record TopicRecord(
        int partition, long offset, long position, String productId, long sequenceNumber) {}
