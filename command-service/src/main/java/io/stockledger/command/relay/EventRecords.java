package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.util.List;

/**
 * Makes the topic's records of stored events. The headers follow the CloudEvents 1.0 Kafka protocol
 * binding in binary mode.
 */
final class EventRecords {

    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] SOURCE = utf8("urn:stockledger:command-service");
    private static final byte[] CONTENT_TYPE = utf8("application/json");

    private EventRecords() {}

    /** The record of an event; the product is its key. */
    static ProducerRecord<byte[], byte[]> of(String topic, StoredEvent event) {
        var headers = new RecordHeaders(List.<Header>of());
        headers.add(EventTopic.HEADER_SPEC_VERSION, SPEC_VERSION);
        headers.add(EventTopic.HEADER_ID, utf8(event.eventId().toString()));
        headers.add(
                EventTopic.HEADER_TYPE,
                utf8(EventTopic.cloudEventsType(event.type(), event.typeVersion())));
        headers.add(EventTopic.HEADER_SOURCE, SOURCE);
        headers.add(EventTopic.HEADER_SUBJECT, utf8(event.aggregateId()));
        headers.add(EventTopic.HEADER_TIME, utf8(event.occurredAt().toString()));
        headers.add(EventTopic.HEADER_CONTENT_TYPE, CONTENT_TYPE);
        headers.add(EventTopic.HEADER_POSITION, utf8(Long.toString(event.position())));
        String traceparent = event.traceparent();
        if (traceparent != null) {
            headers.add(EventTopic.HEADER_TRACEPARENT, utf8(traceparent));
        }
        return new ProducerRecord<>(
                topic, null, utf8(event.aggregateId()), utf8(event.envelopeJson()), headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
