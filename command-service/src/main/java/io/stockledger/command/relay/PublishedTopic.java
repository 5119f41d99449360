package io.stockledger.command.relay;

/**
 * The topic as Kafka has it.
 *
 * @param id the id that Kafka gave it; a topic that is deleted and created again has another one
 * @param isNew whether the relay has just created it, so that it has no records
 */
record PublishedTopic(String name, String id, int partitions, boolean isNew) {}
