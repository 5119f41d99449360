package io.stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The document of the topic is complete and agrees with the code and the golden files. */
class AsyncApiDocumentTest {

    private static final JsonNode DOCUMENT = AsyncApiDocument.read();

    @Test
    void every_reference_in_the_document_names_a_part_of_it() {
        List<JsonNode> references = DOCUMENT.findValues("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(
                        reference -> {
                            assertThat(reference.asString()).startsWith("#/");
                            assertThat(DOCUMENT.at(reference.asString().substring(1)).isObject())
                                    .as(reference.asString())
                                    .isTrue();
                        });
    }

    @Test
    void every_event_type_and_version_has_a_schema_and_a_message_and_there_are_no_others() {
        Set<String> names = new TreeSet<>(eventNames().toList());

        assertThat(DOCUMENT.at("/components/messages").propertyNames()).hasSameElementsAs(names);
        assertThat(DOCUMENT.at("/channels/inventoryEvents/messages").propertyNames())
                .hasSameElementsAs(names);
        names.add("Envelope.v1");
        assertThat(DOCUMENT.at("/components/schemas").propertyNames())
                .filteredOn(name -> name.contains("."))
                .hasSameElementsAs(names);
    }

    static Stream<String> eventNames() {
        return Arrays.stream(EventType.values())
                .flatMap(
                        type ->
                                IntStream.rangeClosed(1, type.wireVersion())
                                        .mapToObj(version -> type.wireName() + ".v" + version));
    }

    @ParameterizedTest
    @MethodSource("eventNames")
    void a_message_is_of_its_type_and_version_only(String name) {
        JsonNode message = DOCUMENT.at("/components/messages/" + name);
        String type = "io.stockledger." + name;

        assertThat(DOCUMENT.at("/channels/inventoryEvents/messages/" + name + "/$ref").asString())
                .isEqualTo("#/components/messages/" + name);
        assertThat(message.get("name").asString()).isEqualTo(type);
        assertThat(message.at("/headers/allOf/1/properties/ce_type/const").asString())
                .isEqualTo(type);
        assertThat(message.at("/payload/allOf/1/properties/payload/$ref").asString())
                .isEqualTo("#/components/schemas/" + name);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void the_fields_of_a_schema_are_those_of_the_event(EventType type) {
        Set<String> fields = new TreeSet<>(Set.of("type"));
        for (RecordComponent component : recordOf(type).getRecordComponents()) {
            fields.add(component.getName());
        }

        JsonNode schema = schema(type.wireName() + ".v" + type.wireVersion());
        assertThat(schema.get("properties").propertyNames()).hasSameElementsAs(fields);
    }

    @ParameterizedTest
    @MethodSource("eventNames")
    void the_examples_of_a_schema_are_its_golden_files(String name) {
        List<JsonNode> golden =
                GoldenFiles.names().stream()
                        .filter(file -> GoldenFiles.typeAndVersion(file).equals(name))
                        .map(file -> JsonFields.tree(GoldenFiles.text(file)))
                        .toList();

        assertThat(schema(name).get("examples").values())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(golden);
    }

    @Test
    void the_examples_of_the_messages_are_the_golden_envelopes_with_their_headers() {
        Set<String> shown = new TreeSet<>();
        for (String name : eventNames().toList()) {
            String pointer = "/components/messages/" + name;
            for (JsonNode example : DOCUMENT.at(pointer + "/examples")) {
                String file = example.get("name").asString();
                JsonNode envelope = example.get("payload");
                JsonNode headers = example.get("headers");
                assertThat(envelope).isEqualTo(JsonFields.tree(GoldenFiles.text(file)));
                assertThat(AsyncApiDocument.errors(pointer + "/headers", headers)).isEmpty();
                assertThat(headers.get("ce_id")).isEqualTo(envelope.get("eventId"));
                assertThat(headers.get("ce_subject")).isEqualTo(envelope.get("aggregateId"));
                assertThat(headers.get("ce_time")).isEqualTo(envelope.get("occurredAt"));
                shown.add(file);
            }
        }
        assertThat(shown).isEqualTo(GoldenFiles.envelopes().keySet());
    }

    @Test
    void the_topic_and_its_headers_are_those_of_the_code() {
        assertThat(DOCUMENT.at("/channels/inventoryEvents/address").asString())
                .isEqualTo(EventTopic.DEFAULT_NAME);
        assertThat(schema("Headers").get("properties").propertyNames())
                .containsExactlyInAnyOrder(
                        EventTopic.HEADER_SPEC_VERSION,
                        EventTopic.HEADER_ID,
                        EventTopic.HEADER_TYPE,
                        EventTopic.HEADER_SOURCE,
                        EventTopic.HEADER_SUBJECT,
                        EventTopic.HEADER_TIME,
                        EventTopic.HEADER_CONTENT_TYPE,
                        EventTopic.HEADER_POSITION,
                        EventTopic.HEADER_PREVIOUS_POSITION,
                        EventTopic.HEADER_EPOCH,
                        EventTopic.HEADER_TRACEPARENT);
        assertThat(DOCUMENT.at("/info/description").asString())
                .contains(
                        EventTopic.heartbeatTopic(EventTopic.DEFAULT_NAME),
                        EventTopic.repairTopic(EventTopic.DEFAULT_NAME));
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    private static Class<?> recordOf(EventType type) {
        return Arrays.stream(InventoryEvent.class.getPermittedSubclasses())
                .filter(event -> event.getSimpleName().equals(type.wireName()))
                .findFirst()
                .orElseThrow();
    }
}
