package io.stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The schemas of the document of the topic accept the golden files and nothing else. */
class EventSchemasTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String MAX = "9007199254740991";

    static List<String> files() {
        return GoldenFiles.names();
    }

    @Test
    void the_folder_has_the_golden_files_that_the_code_reads() {
        assertThat(files())
                .containsAll(GoldenFiles.events().keySet())
                .containsAll(GoldenFiles.envelopes().keySet())
                .hasSize(GoldenFiles.events().size() + GoldenFiles.envelopes().size());
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_golden_file_is_valid_by_the_schema_of_its_type_and_version(String file) {
        assertThat(AsyncApiDocument.errors(pointer(file), tree(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_golden_file_with_a_misspelt_field_is_not_valid(String file) {
        forEachField(
                file,
                (object, field) -> object.set(field.toUpperCase(Locale.ROOT), object.remove(field)),
                changed -> assertInvalid(file, changed));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_golden_file_with_a_further_field_is_not_valid(String file) {
        forEachField(
                file,
                (object, field) -> object.set(field + "2", object.get(field)),
                changed -> assertInvalid(file, changed));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_golden_file_with_a_value_of_another_type_is_not_valid(String file) {
        forEachField(
                file,
                (object, field) ->
                        object.set(
                                field,
                                object.get(field).isString()
                                        ? JSON.numberNode(5)
                                        : JSON.stringNode("5")),
                changed -> assertInvalid(file, changed));
        forEachField(file, ObjectNode::putNull, changed -> assertInvalid(file, changed));
    }

    /** The optional fields are those without which the code still reads the event. */
    @ParameterizedTest
    @MethodSource("files")
    void a_golden_file_without_a_field_is_valid_only_if_the_code_reads_it(String file) {
        forEachField(file, ObjectNode::remove, changed -> assertValidIfRead(file, changed));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_number_is_valid_only_if_the_code_reads_it(String file) {
        for (String number : List.of("-1", "0", "1", MAX, "9007199254740992", "1.5")) {
            forEachField(
                    file,
                    (object, field) -> {
                        if (object.get(field).isNumber()) {
                            object.put(field, new BigDecimal(number));
                        }
                    },
                    changed -> assertValidIfRead(file, changed));
        }
    }

    @Test
    void a_quantity_that_is_not_a_whole_number_is_not_valid() {
        ObjectNode event = (ObjectNode) tree("StockReserved.v1");

        assertInvalid("StockReserved.v1", event.put("quantity", new BigDecimal("1.5")));
    }

    @ParameterizedTest
    @CsvSource({
        "StockReserved.v1, expiresAt, 2026-01-31T12:30:00",
        "StockReserved.v1, expiresAt, 2026-01-31T12:30:00+01:00",
        "StockReserved.v1, expiresAt, 2026-01-31 12:30:00Z",
        "StockReserved.v1, expiresAt, 2026-01-31",
        "StockReserved.v1, type, StockReceived",
        "StockReserved.v1, orderId, ''",
        "Envelope.v1, eventId, 019b1b2e-7c00-4000-8000-00000000002a",
        "Envelope.v1, eventId, 42",
        "Envelope.v1, aggregateType, Order"
    })
    void text_that_no_version_has_written_is_not_valid(String file, String field, String value) {
        assertInvalid(file, ((ObjectNode) tree(file)).put(field, value));
    }

    @Test
    void an_identifier_has_at_most_128_characters() {
        ObjectNode event = (ObjectNode) tree("StockShipped.v1");

        assertThat(
                        AsyncApiDocument.errors(
                                pointer("StockShipped.v1"), event.put("orderId", "🍰".repeat(128))))
                .isEmpty();
        assertInvalid("StockShipped.v1", event.put("orderId", "🍰".repeat(129)));
    }

    /** Passes on a copy of the file for each of its fields, after a change of this field. */
    private static void forEachField(
            String file, BiConsumer<ObjectNode, String> change, Consumer<JsonNode> check) {
        for (String object : List.of("", "/payload", "/metadata")) {
            for (String field : tree(file).at(object).propertyNames()) {
                JsonNode changed = tree(file);
                change.accept((ObjectNode) changed.at(object), field);
                check.accept(changed);
            }
        }
    }

    private static void assertInvalid(String file, JsonNode value) {
        assertThat(AsyncApiDocument.errors(pointer(file), value)).as("%s", value).isNotEmpty();
    }

    private static void assertValidIfRead(String file, JsonNode value) {
        assertThat(AsyncApiDocument.errors(pointer(file), value).isEmpty())
                .as("%s", value)
                .isEqualTo(isRead(file, value.toString()));
    }

    private static boolean isRead(String file, String json) {
        try {
            if (isEnvelope(file)) {
                EventJson.readEnvelope(json.getBytes(UTF_8));
            } else {
                EventJson.readPayload(json, GoldenFiles.version(file));
            }
            return true;
        } catch (UnreadableEventException _) {
            return false;
        }
    }

    /** An envelope is examined as the value of the message of its event. */
    private static String pointer(String file) {
        if (!isEnvelope(file)) {
            return "/components/schemas/" + GoldenFiles.typeAndVersion(file);
        }
        EventType type = EventType.of(GoldenFiles.envelope(file).payload());
        return "/components/messages/" + type.wireName() + ".v1/payload";
    }

    private static boolean isEnvelope(String file) {
        return GoldenFiles.typeAndVersion(file).equals("Envelope.v1");
    }

    private static JsonNode tree(String file) {
        return JsonFields.tree(GoldenFiles.text(file));
    }
}
