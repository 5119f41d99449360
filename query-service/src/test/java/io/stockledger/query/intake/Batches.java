package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records of one partition, as a poll returns them, and the batches that they make. */
final class Batches {

    static final String TOPIC_ID = "topic-of-this-test";

    private Batches() {}

    /** The events as records at consecutive offsets. */
    static List<ConsumerRecord<byte[], byte[]>> records(List<EventEnvelope> events) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>(events.size());
        for (EventEnvelope event : events) {
            var record =
                    record(event.position(), event.aggregateId(), EventJson.writeEnvelope(event));
            record.headers()
                    .add(
                            EventTopic.HEADER_POSITION,
                            Long.toString(event.position()).getBytes(StandardCharsets.UTF_8));
            records.add(record);
        }
        return records;
    }

    /** A record that the relay has not published. */
    static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value) {
        return new ConsumerRecord<>(
                "topic",
                0,
                offset,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    static TopicBatch of(List<EventEnvelope> events) {
        return RecordReader.read(records(events));
    }

    /** The events split into batches of 1 to {@code most} events. */
    static List<TopicBatch> cut(List<EventEnvelope> events, Random random, int most) {
        var batches = new ArrayList<TopicBatch>();
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(most));
            batches.add(of(events.subList(from, to)));
            from = to;
        }
        return batches;
    }
}
