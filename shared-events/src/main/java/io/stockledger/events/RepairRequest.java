package io.stockledger.events;

import static io.stockledger.events.JsonFields.number;
import static io.stockledger.events.JsonFields.text;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A request of a replica to the relay: events that the replica has not received are to be published
 * again. It is repeated while they are missing, so it may be lost.
 */
public sealed interface RepairRequest {

    /** The epoch of the replica's events; the relay ignores requests of another one. */
    UUID epoch();

    /**
     * Asks for the events of one product.
     *
     * @param fromSequenceNumber the first missing event, from 1
     */
    record OfProduct(UUID epoch, String productId, long fromSequenceNumber)
            implements RepairRequest {}

    /**
     * Asks for the events of one partition of the topic.
     *
     * @param topicId the id that Kafka gave the topic
     * @param afterPosition every event of the partition up to this position has been received
     */
    record OfPartition(UUID epoch, String topicId, int partition, long afterPosition)
            implements RepairRequest {}

    /** The JSON of the request in UTF-8, as in the value of a record. */
    default byte[] toJson() {
        ObjectNode json = JsonFields.MAPPER.createObjectNode();
        json.put("epoch", epoch().toString());
        switch (this) {
            case OfProduct request -> {
                json.put("productId", request.productId());
                json.put("fromSequenceNumber", request.fromSequenceNumber());
            }
            case OfPartition request -> {
                json.put("topicId", request.topicId());
                json.put("partition", request.partition());
                json.put("afterPosition", request.afterPosition());
            }
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a request from the value of a record.
     *
     * @throws UnreadableEventException if the bytes are not a request
     */
    static RepairRequest ofJson(byte[] utf8) {
        JsonNode json = JsonFields.tree(utf8);
        try {
            UUID epoch = UUID.fromString(text(json, "epoch"));
            return json.has("productId")
                    ? new OfProduct(
                            epoch, text(json, "productId"), number(json, "fromSequenceNumber"))
                    : new OfPartition(
                            epoch,
                            text(json, "topicId"),
                            Math.toIntExact(number(json, "partition")),
                            number(json, "afterPosition"));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableEventException(
                    "the repair request is malformed: " + e.getMessage(), e);
        }
    }
}
