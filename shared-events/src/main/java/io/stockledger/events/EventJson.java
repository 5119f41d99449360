package io.stockledger.events;

import static io.stockledger.events.EventValues.id;
import static io.stockledger.events.EventValues.instant;
import static io.stockledger.events.EventValues.optionalText;
import static io.stockledger.events.EventValues.positive;
import static io.stockledger.events.EventValues.text;
import static io.stockledger.events.JsonFields.required;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.StringWriter;
import java.time.Instant;
import java.util.UUID;

/**
 * Converts events to JSON and back, field by field. The field names in this class and in {@link
 * PayloadJson} are the format; names of Java records and components are not part of it. Unknown
 * fields are ignored on reading. A payload of an earlier version passes through the {@link
 * EventUpcaster}s of its type; one of a newer version is refused. Values that no version could have
 * written are refused, so a forged or damaged event is noticed where it is read. Thread-safe.
 */
public final class EventJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder(JsonFactory.builder().rootValueSeparator((String) null).build())
                    .build();

    private EventJson() {}

    /** The JSON of a payload, as in the {@code payload} column and in the envelope. */
    public static String writePayload(InventoryEvent event) {
        return new Writer().payload(event);
    }

    /** The JSON of metadata, as in the {@code metadata} column and in the envelope. */
    public static String writeMetadata(EventMetadata metadata) {
        return new Writer().metadata(metadata);
    }

    /** The JSON of an envelope, as in the value of a record of the topic. */
    public static String writeEnvelope(EventEnvelope envelope) {
        return writeEnvelope(
                envelope.eventId(),
                envelope.aggregateId(),
                envelope.aggregateType(),
                envelope.sequenceNumber(),
                envelope.position(),
                envelope.occurredAt(),
                writePayload(envelope.payload()),
                writeMetadata(envelope.metadata()));
    }

    /** The JSON of an envelope whose payload and metadata are JSON text, which is not parsed. */
    public static String writeEnvelope(
            UUID eventId,
            String aggregateId,
            String aggregateType,
            long sequenceNumber,
            long position,
            Instant occurredAt,
            String payloadJson,
            String metadataJson) {
        return new Writer()
                .envelope(
                        eventId,
                        aggregateId,
                        aggregateType,
                        sequenceNumber,
                        position,
                        occurredAt,
                        payloadJson,
                        metadataJson);
    }

    /**
     * Reads a payload of the present version of its type.
     *
     * @throws UnreadableEventException if the text is not an event that this code knows
     */
    public static InventoryEvent readPayload(String json) {
        return PayloadJson.read(JsonFields.tree(json), null);
    }

    /**
     * Reads a payload of any version.
     *
     * @param version the version of its type in which it was written
     * @throws UnreadableEventException if the text is not an event that this code knows
     */
    public static InventoryEvent readPayload(String json, int version) {
        return PayloadJson.read(JsonFields.tree(json), version);
    }

    /**
     * Reads metadata.
     *
     * @throws UnreadableEventException if the text is not metadata
     */
    public static EventMetadata readMetadata(String json) {
        return metadata(JsonFields.tree(json));
    }

    /**
     * Reads an envelope whose payload is of the present version of its type.
     *
     * @throws UnreadableEventException if the bytes are not an envelope that this code knows
     */
    public static EventEnvelope readEnvelope(byte[] utf8) {
        return envelope(JsonFields.tree(utf8), null);
    }

    /**
     * Reads an envelope from the value of a record.
     *
     * @param cloudEventsType the header {@link EventTopic#HEADER_TYPE} of the record, which has the
     *     version of the payload; null if it has none, and the payload is of the present version
     * @throws UnreadableEventException if the bytes are not an envelope that this code knows, or
     *     the header is malformed or names another type than the payload
     */
    public static EventEnvelope readEnvelope(byte[] utf8, @Nullable String cloudEventsType) {
        JsonNode node = JsonFields.tree(utf8);
        if (cloudEventsType == null) {
            return envelope(node, null);
        }
        int version = EventTopic.eventVersion(cloudEventsType);
        EventEnvelope envelope = envelope(node, version);
        String written = EventType.of(envelope.payload()).wireName();
        if (!cloudEventsType.equals(EventTopic.cloudEventsType(written, version))) {
            throw new UnreadableEventException(
                    "the header " + EventTopic.HEADER_TYPE + " is not the type of the event");
        }
        return envelope;
    }

    private static void writeMetadata(JsonGenerator json, EventMetadata metadata) {
        json.writeStartObject();
        json.writeStringProperty("commandId", metadata.commandId());
        JsonFields.writeOptional(json, "correlationId", metadata.correlationId());
        JsonFields.writeOptional(json, "actor", metadata.actor());
        JsonFields.writeOptional(json, "traceparent", metadata.traceparent());
        JsonFields.writeOptional(json, "reference", metadata.reference());
        json.writeEndObject();
    }

    private static EventEnvelope envelope(JsonNode node, @Nullable Integer version) {
        UUID eventId = eventId(node);
        String aggregateId = id(node, "aggregateId");
        String aggregateType = text(node, "aggregateType");
        long sequenceNumber = positive(node, "sequenceNumber");
        long position = positive(node, "position");
        Instant occurredAt = instant(node, "occurredAt");
        if (!aggregateType.equals(EventEnvelope.INVENTORY)) {
            throw new UnreadableEventException(
                    "the field 'aggregateType' is not " + EventEnvelope.INVENTORY);
        }
        InventoryEvent payload = PayloadJson.read(required(node, "payload"), version);
        if (!payload.productId().equals(aggregateId)) {
            throw new UnreadableEventException(
                    "the field 'productId' of the payload is not the aggregateId");
        }
        return new EventEnvelope(
                eventId,
                aggregateId,
                aggregateType,
                sequenceNumber,
                position,
                occurredAt,
                payload,
                metadata(required(node, "metadata")));
    }

    private static UUID eventId(JsonNode node) {
        try {
            return UUID.fromString(text(node, "eventId"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("the envelope is malformed: " + e.getMessage(), e);
        }
    }

    private static EventMetadata metadata(JsonNode node) {
        return new EventMetadata(
                text(node, "commandId"),
                optionalText(node, "correlationId"),
                optionalText(node, "actor"),
                optionalText(node, "traceparent"),
                optionalText(node, "reference"));
    }

    /** Writes many texts one after the other with one generator, which is much cheaper. */
    public static final class Writer {

        private final StringWriter text = new StringWriter(512);
        private final JsonGenerator json = MAPPER.createGenerator(text);

        /** The payload's JSON, as {@link EventJson#writePayload(InventoryEvent)} gives it. */
        public String payload(InventoryEvent event) {
            return text(generator -> PayloadJson.write(generator, event));
        }

        /** The metadata's JSON, as {@link EventJson#writeMetadata(EventMetadata)} gives it. */
        public String metadata(EventMetadata metadata) {
            return text(generator -> writeMetadata(generator, metadata));
        }

        /** The envelope's JSON, as {@link EventJson#writeEnvelope} gives it. */
        public String envelope(
                UUID eventId,
                String aggregateId,
                String aggregateType,
                long sequenceNumber,
                long position,
                Instant occurredAt,
                String payloadJson,
                String metadataJson) {
            return text(
                    generator -> {
                        generator.writeStartObject();
                        generator.writeStringProperty("eventId", eventId.toString());
                        generator.writeStringProperty("aggregateId", aggregateId);
                        generator.writeStringProperty("aggregateType", aggregateType);
                        generator.writeNumberProperty("sequenceNumber", sequenceNumber);
                        generator.writeNumberProperty("position", position);
                        generator.writeStringProperty("occurredAt", occurredAt.toString());
                        generator.writeName("payload");
                        generator.writeRawValue(payloadJson);
                        generator.writeName("metadata");
                        generator.writeRawValue(metadataJson);
                        generator.writeEndObject();
                    });
        }

        private String text(Content content) {
            content.writeTo(json);
            json.flush();
            String written = text.toString();
            text.getBuffer().setLength(0);
            return written;
        }
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json);
    }
}
