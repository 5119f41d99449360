package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.util.List;
import java.util.UUID;

/**
 * Makes the topic's records of stored events. The headers follow the CloudEvents 1.0 Kafka protocol
 * binding in binary mode.
 */
final class EventRecords {

    private static final byte[] SPEC_VERSION = utf8("1.0");
    private static final byte[] SOURCE = utf8("urn:stockledger:command-service");
    private static final byte[] CONTENT_TYPE = utf8("application/json");

    private EventRecords() {}

    /**
     * The record of an event.
     *
     * @param key the product, in UTF-8
     * @param previousPosition the position of the event before it in the partition, 0 if none
     * @param epoch the epoch of the event log
     */
    static ProducerRecord<byte[], byte[]> of(
            String topic,
            int partition,
            byte[] key,
            StoredEvent event,
            long previousPosition,
            UUID epoch) {
        var headers = new RecordHeaders(List.<Header>of());
        headers.add(EventTopic.HEADER_SPEC_VERSION, SPEC_VERSION);
        headers.add(EventTopic.HEADER_ID, utf8(event.eventId().toString()));
        headers.add(
                EventTopic.HEADER_TYPE,
                utf8(EventTopic.cloudEventsType(event.type(), event.typeVersion())));
        headers.add(EventTopic.HEADER_SOURCE, SOURCE);
        headers.add(EventTopic.HEADER_SUBJECT, key);
        headers.add(EventTopic.HEADER_TIME, utf8(event.occurredAt().toString()));
        headers.add(EventTopic.HEADER_CONTENT_TYPE, CONTENT_TYPE);
        headers.add(EventTopic.HEADER_POSITION, utf8(Long.toString(event.position())));
        headers.add(EventTopic.HEADER_PREVIOUS_POSITION, utf8(Long.toString(previousPosition)));
        headers.add(EventTopic.HEADER_EPOCH, utf8(epoch.toString()));
        String traceparent = event.traceparent();
        if (traceparent != null) {
            headers.add(EventTopic.HEADER_TRACEPARENT, utf8(traceparent));
        }
        return new ProducerRecord<>(topic, partition, key, utf8(event.envelopeJson()), headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
