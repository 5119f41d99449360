package io.stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.StockReceived;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class EventJsonTest {

    private static final String ENVELOPE = GoldenFiles.text("Envelope.v1");

    /** A member of a JSON object whose value is a string or a number. */
    private static final Pattern MEMBER = Pattern.compile("\"([a-zA-Z]+)\":(\"[^\"]*\"|[0-9]+),?");

    private static final Pattern TYPE = Pattern.compile("\\{\"type\":\"([a-zA-Z]+)\"");

    /** The fields that an event may lack, by type. */
    private static final Map<String, Set<String>> OPTIONAL_FIELDS =
            Map.of(
                    "StockReserved", Set.of("expiresAt", "warehouseId"),
                    "ReservationChanged", Set.of("expiresAt", "warehouseId"),
                    "ReservationReassigned", Set.of("expiresAt", "warehouseId"),
                    "StockPolicySet", Set.of("reorderPoint"));

    private static String type(String payload) {
        Matcher type = TYPE.matcher(payload);
        assertThat(type.find()).as(payload).isTrue();
        return type.group(1);
    }

    static Set<String> eventFiles() {
        return GoldenFiles.events().keySet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "ids/with/slashes",
                "Größe \"M\" \\ 50 %",
                "瑞士卷 🍰",
                "a\tb\nc",
                " ",
                "{\"type\":\"StockShipped\"}",
                "\u2028\u2029\uFFFD"
            })
    void any_text_is_read_back_unchanged(String text) {
        var event = new StockReceived(text, text, 1, text);
        var metadata = new EventMetadata(text, text, text, text, text);

        assertThat(EventJson.readPayload(EventJson.writePayload(event))).isEqualTo(event);
        assertThat(EventJson.readMetadata(EventJson.writeMetadata(metadata))).isEqualTo(metadata);
    }

    @Test
    void quantities_up_to_the_maximum_are_read_back_exactly() {
        for (long quantity : new long[] {1, 2, (1L << 53) - 1}) {
            var event = new ReservationCancelled("p", "o", quantity);

            assertThat(EventJson.readPayload(EventJson.writePayload(event))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @MethodSource("eventFiles")
    void an_unknown_field_of_a_newer_version_is_ignored(String file) {
        String newer =
                GoldenFiles.text(file).replaceFirst("}$", ",\"colour\":{\"rgb\":[1,2,3]},\"x\":1}");

        assertThat(EventJson.readPayload(newer)).isEqualTo(GoldenFiles.event(file));
    }

    @Test
    void unknown_fields_of_the_envelope_and_the_metadata_are_ignored_too() {
        String newer =
                ENVELOPE.replace("\"metadata\":{", "\"shard\":3,\"metadata\":{\"tenant\":\"a\",");

        assertThat(EventJson.readEnvelope(newer.getBytes(UTF_8)))
                .isEqualTo(GoldenFiles.envelope("Envelope.v1"));
    }

    @ParameterizedTest
    @MethodSource("eventFiles")
    void a_missing_field_is_refused_and_named(String file) {
        String whole = GoldenFiles.text(file);
        Matcher member = MEMBER.matcher(whole);
        while (member.find()) {
            String field = member.group(1);
            String without = withoutMember(whole, member);
            if (OPTIONAL_FIELDS.getOrDefault(type(whole), Set.of()).contains(field)) {
                continue;
            }
            assertThatThrownBy(() -> EventJson.readPayload(without))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessage("the field '" + field + "' is missing");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventId",
                "aggregateId",
                "aggregateType",
                "sequenceNumber",
                "position",
                "occurredAt",
                "commandId"
            })
    void a_missing_field_of_the_envelope_is_refused_and_named(String field) {
        String without = ENVELOPE.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9]+),?", "");

        assertThatThrownBy(() -> EventJson.readEnvelope(without.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("the field '" + field + "' is missing");
    }

    @Test
    void an_unknown_type_is_refused_and_named() {
        assertThatThrownBy(
                        () ->
                                EventJson.readPayload(
                                        "{\"type\":\"StockRecounted\",\"productId\":\"p\"}"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage(
                        "the event type 'StockRecounted' is unknown: the event was written by a"
                                + " newer version");
    }

    @Test
    void a_field_of_the_wrong_type_is_refused_and_named() {
        assertRefused("\"quantity\":6", "\"quantity\":\"6\"", "'quantity' is not a whole number");
        assertRefused("\"quantity\":6", "\"quantity\":6.5", "'quantity' is not a whole number");
        assertRefused("\"quantity\":6", "\"quantity\":1e400", "'quantity' is not a whole number");
        assertRefused("\"quantity\":6", "\"quantity\":null", "'quantity' is missing");
        assertRefused(
                "\"quantity\":6",
                "\"quantity\":9223372036854775808",
                "'quantity' is not a whole number");
        assertRefused("\"order-536365\"", "5", "'orderId' is not text");
        assertRefused("\"order-536365\"", "\"\"", "orderId is empty");
        assertRefused("\"quantity\":6", "\"quantity\":-6", "outside 1 to 9007199254740991: -6");
    }

    @Test
    void an_invalid_instant_is_refused_and_named() {
        String text = GoldenFiles.text("ReservationExtended.v1").replace("2026-02-28", "soon");

        assertThatThrownBy(() -> EventJson.readPayload(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("the field 'expiresAt' is not an instant");
    }

    @Test
    void text_that_is_not_an_event_is_refused_without_a_class_name_in_the_message() {
        List<String> broken = List.of("", "{", "[]", "7", "null", "\"text\"", "{\"type\":7}", "{}");
        for (String text : broken) {
            assertThatThrownBy(() -> EventJson.readPayload(text))
                    .isInstanceOf(UnreadableEventException.class)
                    .message()
                    .doesNotContain("java", "jackson", "io.stockledger");
            assertThatThrownBy(() -> EventJson.readMetadata(text))
                    .isInstanceOf(UnreadableEventException.class);
            assertThatThrownBy(() -> EventJson.readEnvelope(text.getBytes(UTF_8)))
                    .isInstanceOf(UnreadableEventException.class);
        }
        assertThatThrownBy(() -> EventJson.readEnvelope(new byte[] {'{', (byte) 0xff, '}'}))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void a_quantity_that_no_command_could_record_is_refused_and_named() {
        String bounds = "the field 'quantity' is outside 1 to 9007199254740991: ";
        assertRefused("\"quantity\":6", "\"quantity\":0", bounds + "0");
        assertRefused("\"quantity\":6", "\"quantity\":9007199254740992", bounds);
        for (String field : List.of("initialQuantity", "oldQuantity", "newQuantity")) {
            String file = field.equals("initialQuantity") ? "ProductRegistered" : "StockAdjusted";
            String text = GoldenFiles.text(file + ".v1");
            String member = "\"" + field + "\":";
            EventJson.readPayload(text.replaceFirst(member + "[0-9]+", member + "0"));
            assertUnreadable(
                    () ->
                            EventJson.readPayload(
                                    text.replaceFirst(member + "[0-9]+", member + "-5")),
                    "the field '" + field + "' is outside 0 to 9007199254740991: -5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequenceNumber", "position"})
    void a_number_of_the_envelope_outside_its_range_is_refused_and_named(String field) {
        for (String number : List.of("0", "-1", "9007199254740992", "9223372036854775807")) {
            String text = ENVELOPE.replaceFirst("(\"" + field + "\"):[0-9]+", "$1:" + number);
            assertUnreadable(
                    () -> EventJson.readEnvelope(text.getBytes(UTF_8)),
                    "the field '" + field + "' is outside 1 to 9007199254740991: " + number);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z"
            })
    void an_instant_outside_the_years_of_rfc_3339_is_refused_and_named(String instant) {
        String envelope =
                ENVELOPE.replaceFirst(
                        "\"occurredAt\":\"[^\"]*\"", "\"occurredAt\":\"" + instant + "\"");
        assertUnreadable(
                () -> EventJson.readEnvelope(envelope.getBytes(UTF_8)),
                "the field 'occurredAt' is outside the years 0001 to 9999");
        String payload =
                GoldenFiles.text("ReservationExtended.v1")
                        .replaceFirst(
                                "\"expiresAt\":\"[^\"]*\"", "\"expiresAt\":\"" + instant + "\"");
        assertUnreadable(
                () -> EventJson.readPayload(payload),
                "the field 'expiresAt' is outside the years 0001 to 9999");
    }

    @Test
    void an_id_with_the_character_u_0000_is_refused_and_named() {
        assertRefused("order-536365", "a\\u0000b", "the field 'orderId' contains U+0000");
        assertRefused("85123A/B", "a\\u0000b", "the field 'productId' contains U+0000");
    }

    @Test
    void text_far_longer_than_any_command_allows_is_refused_and_named() {
        assertRefused("order-536365", "o".repeat(1_001), "'orderId' has 1001 characters");
        String longName =
                GoldenFiles.text("ProductRegistered.v1")
                        .replaceFirst(
                                "\"name\":\"[^\"]*\"", "\"name\":\"" + "n".repeat(100_001) + "\"");
        assertUnreadable(
                () -> EventJson.readPayload(longName), "the field 'name' has 100001 characters");
    }

    @Test
    void an_envelope_of_another_aggregate_than_its_payload_is_refused() {
        assertUnreadable(
                () ->
                        EventJson.readEnvelope(
                                ENVELOPE.replaceFirst("(\"aggregateId\"):\"[^\"]*\"", "$1:\"x\"")
                                        .getBytes(UTF_8)),
                "the field 'productId' of the payload is not the aggregateId");
        assertUnreadable(
                () ->
                        EventJson.readEnvelope(
                                ENVELOPE.replace("\"Inventory\"", "\"Order\"").getBytes(UTF_8)),
                "the field 'aggregateType' is not Inventory");
    }

    @Test
    void a_malformed_event_id_is_refused() {
        byte[] text = ENVELOPE.replace("019b1b2e-7c00-7000-8000-00000000002a", "?").getBytes(UTF_8);

        assertThatThrownBy(() -> EventJson.readEnvelope(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageStartingWith("the envelope is malformed");
    }

    @Test
    void an_envelope_written_from_json_text_equals_one_written_from_objects() {
        for (EventEnvelope envelope : GoldenFiles.envelopes().values()) {
            String aroundText =
                    EventJson.writeEnvelope(
                            envelope.eventId(),
                            envelope.aggregateId(),
                            envelope.aggregateType(),
                            envelope.sequenceNumber(),
                            envelope.position(),
                            envelope.occurredAt(),
                            EventJson.writePayload(envelope.payload()),
                            EventJson.writeMetadata(envelope.metadata()));

            assertThat(aroundText).isEqualTo(EventJson.writeEnvelope(envelope));
        }
    }

    @Test
    void an_envelope_written_from_json_text_keeps_unknown_fields_of_the_payload() {
        EventEnvelope envelope = GoldenFiles.envelope("Envelope.v1");
        String payload = "{\"type\":\"StockRecounted\",\"productId\":\"85123A/B\",\"by\":\"Ann\"}";

        String written =
                EventJson.writeEnvelope(
                        envelope.eventId(),
                        envelope.aggregateId(),
                        envelope.aggregateType(),
                        envelope.sequenceNumber(),
                        envelope.position(),
                        envelope.occurredAt(),
                        payload,
                        "{\"commandId\":\"c\"}");

        assertThat(written).contains("\"payload\":" + payload + ",");
    }

    private static String withoutMember(String whole, Matcher member) {
        String without = whole.substring(0, member.start()) + whole.substring(member.end());
        return without.replace(",}", "}");
    }

    private static void assertUnreadable(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading)
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
    }

    private static void assertRefused(String member, String instead, String message) {
        String text = GoldenFiles.text("ReservationCancelled.v1").replace(member, instead);
        assertThatThrownBy(() -> EventJson.readPayload(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(message);
    }
}
