package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;
import io.stockledger.events.EventType;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The records that a running service publishes are valid by the document of the topic. */
class TopicDocumentIT {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft7());
    private static final String TRACEPARENT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static RunningCommandService service;
    private static List<ConsumerRecord<byte[], byte[]>> records;

    /** Sends every command twice, with and without optional headers, and one that expires. */
    @BeforeAll
    static void publishEveryEvent() {
        service = RunningCommandService.start("stockledger.command.expiry-sweep-ms=100");
        var calls = new Calls(service.url());
        for (EveryCommand.Step step : EveryCommand.steps("with-headers")) {
            position(
                    step.send(
                            calls,
                            "X-Actor",
                            "till-3",
                            "X-Correlation-Id",
                            "basket 42",
                            "traceparent",
                            TRACEPARENT));
        }
        for (EveryCommand.Step step : EveryCommand.steps("Lager Süd/½ 🍰")) {
            position(step.send(calls));
        }
        long last =
                position(
                        calls.command(
                                "with-headers",
                                "reservations",
                                """
                                {"orderId": "late", "quantity": 1, "expiresInSeconds": 1}
                                """));
        try (var reader = new TopicReader(service.topic())) {
            records = reader.atLeast((int) last + 1);
        }
    }

    /** The position of the last event of a command that has succeeded. */
    private static long position(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 201);
        return answer.body().get("position").asLong();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void the_service_has_published_every_type_of_event() {
        Set<String> published = new TreeSet<>();
        records.forEach(record -> published.add(header(record, EventTopic.HEADER_TYPE)));

        assertThat(published)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values())
                                .map(
                                        type ->
                                                EventTopic.cloudEventsType(
                                                        type.wireName(), type.wireVersion()))
                                .toList());
    }

    @Test
    void the_value_and_the_key_of_every_record_are_valid() {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String value = new String(record.value(), UTF_8);
            assertThat(errors(message(record) + "/payload", value)).as(value).isEmpty();
            JsonNode envelope = Calls.JSON.readTree(value);
            String key = new String(record.key(), UTF_8);
            assertThat(envelope.get("aggregateId").asString()).isEqualTo(key);
            assertThat(
                            errors(
                                    "/components/messageBindings/event/kafka/key",
                                    envelope.get("aggregateId").toString()))
                    .as(key)
                    .isEmpty();
        }
    }

    @Test
    void the_headers_of_every_record_are_valid_and_described() {
        Set<String> described = new TreeSet<>();
        schema("/components/schemas/Headers")
                .getSchemaNode()
                .get("properties")
                .propertyNames()
                .forEach(described::add);
        Set<String> seen = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var headers = Calls.JSON.createObjectNode();
            for (Header header : record.headers()) {
                headers.put(header.key(), new String(header.value(), UTF_8));
                seen.add(header.key());
            }
            assertThat(errors(message(record) + "/headers", headers.toString()))
                    .as("%s", headers)
                    .isEmpty();
        }
        assertThat(seen).isEqualTo(described);
    }

    /** The pointer of the message with the type in the header of the record. */
    private static String message(ConsumerRecord<byte[], byte[]> record) {
        return "/components/messages/"
                + header(record, EventTopic.HEADER_TYPE).replace("io.stockledger.", "");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static List<Error> errors(String pointer, String json) {
        return schema(pointer).validate(json, InputFormat.JSON);
    }

    private static Schema schema(String pointer) {
        return SCHEMAS.getSchema(SchemaLocation.of("classpath:asyncapi.yaml#" + pointer));
    }
}
