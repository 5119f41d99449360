package io.stockledger.events;

import static io.stockledger.events.JsonFields.instant;
import static io.stockledger.events.JsonFields.number;
import static io.stockledger.events.JsonFields.optionalText;
import static io.stockledger.events.JsonFields.required;
import static io.stockledger.events.JsonFields.text;
import static io.stockledger.events.JsonFields.wholeNumber;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A statement of the relay about the event log and the topic at one moment. Replicas measure their
 * lag against it. Immutable.
 *
 * @param epoch the present epoch of the event log
 * @param term the term of the relay's lease; a later leader of the same epoch has a higher one
 * @param topicId the id that Kafka gave the topic
 * @param headPosition the position of the last event in the event log, 0 if it is empty
 * @param publishedPosition every event up to this position is acknowledged by Kafka
 * @param publishedEventId the id of the event at {@code publishedPosition}; null if that is 0
 * @param at the time of the events database at which the head was read
 * @param publishedThrough every event decided before this instant is acknowledged by Kafka
 * @param lastPositions by partition of the topic, the position of its last event up to {@code
 *     publishedPosition}; 0 if it has none
 * @param halted the reason why nothing is published any more; null normally
 */
public record Heartbeat(
        LogEpoch epoch,
        long term,
        String topicId,
        long headPosition,
        long publishedPosition,
        @Nullable UUID publishedEventId,
        Instant at,
        Instant publishedThrough,
        List<Long> lastPositions,
        @Nullable String halted) {

    public Heartbeat {
        lastPositions = List.copyOf(lastPositions);
    }

    /** The JSON of the heartbeat in UTF-8, as in the value of a record. */
    public byte[] toJson() {
        var json = JsonFields.MAPPER.createObjectNode();
        json.put("epoch", epoch.id().toString());
        json.put("epochNumber", epoch.number());
        json.put("term", term);
        json.put("topicId", topicId);
        json.put("headPosition", headPosition);
        json.put("publishedPosition", publishedPosition);
        if (publishedEventId != null) {
            json.put("publishedEventId", publishedEventId.toString());
        }
        json.put("at", at.toString());
        json.put("publishedThrough", publishedThrough.toString());
        var positions = json.putArray("lastPositions");
        lastPositions.forEach(positions::add);
        if (halted != null) {
            json.put("halted", halted);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a heartbeat from the value of a record.
     *
     * @throws UnreadableEventException if the bytes are not a heartbeat
     */
    public static Heartbeat ofJson(byte[] utf8) {
        JsonNode json = JsonFields.tree(utf8);
        try {
            String eventId = optionalText(json, "publishedEventId");
            return new Heartbeat(
                    new LogEpoch(
                            UUID.fromString(text(json, "epoch")),
                            Math.toIntExact(number(json, "epochNumber"))),
                    number(json, "term"),
                    text(json, "topicId"),
                    number(json, "headPosition"),
                    number(json, "publishedPosition"),
                    eventId == null ? null : UUID.fromString(eventId),
                    instant(json, "at"),
                    instant(json, "publishedThrough"),
                    positions(required(json, "lastPositions")),
                    optionalText(json, "halted"));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableEventException("the heartbeat is malformed: " + e.getMessage(), e);
        }
    }

    private static List<Long> positions(JsonNode array) {
        if (!array.isArray()) {
            throw new UnreadableEventException("the field 'lastPositions' is not an array");
        }
        var positions = new ArrayList<Long>(array.size());
        for (JsonNode position : array) {
            positions.add(wholeNumber(position, "position in 'lastPositions'"));
        }
        return positions;
    }
}
