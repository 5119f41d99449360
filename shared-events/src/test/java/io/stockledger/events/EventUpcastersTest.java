package io.stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The chain of upcasters. All types are at version 1, so the tests invent earlier versions of one
 * type: version -1 without a warehouse, and version 0 with an amount instead of a quantity.
 */
class EventUpcastersTest {

    private static final EventType TYPE = EventType.STOCK_RECEIVED;
    private static final EventUpcaster WAREHOUSE =
            new Step(-1, payload -> payload.put("warehouseId", "main"));
    private static final EventUpcaster QUANTITY =
            new Step(0, payload -> payload.put("quantity", payload.get("amount").longValue()));

    private static final String OLDEST =
            """
            {"type": "StockReceived", "productId": "p", "amount": 6, "reference": "r"}
            """;

    private record Step(int fromVersion, UnaryOperator<ObjectNode> change)
            implements EventUpcaster {

        @Override
        public EventType type() {
            return TYPE;
        }

        @Override
        public ObjectNode upcast(ObjectNode payload) {
            return change.apply(payload);
        }
    }

    @Test
    void a_payload_passes_through_every_version_after_its_own() {
        EventUpcasters upcasters = EventUpcasters.of(List.of(QUANTITY, WAREHOUSE));

        ObjectNode present = (ObjectNode) upcasters.upcast(TYPE, -1, tree(OLDEST));

        assertThat(EventJson.readPayload(present.toString()))
                .isEqualTo(new InventoryEvent.StockReceived("p", "main", 6, "r"));
    }

    @Test
    void a_payload_of_the_present_version_is_not_changed() {
        ObjectNode payload = tree(OLDEST);

        assertThat(EventUpcasters.of(List.of(QUANTITY)).upcast(TYPE, 1, payload)).isSameAs(payload);
    }

    @Test
    void a_newer_version_of_a_known_type_is_refused_and_named() {
        assertThatThrownBy(() -> EventJson.readPayload(GoldenFiles.text("StockReceived.v1"), 2))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage(
                        "version 2 of the event type 'StockReceived' is unknown: the event was"
                                + " written by a newer version");
    }

    @Test
    void a_version_that_has_never_existed_is_refused_and_named() {
        assertThatThrownBy(() -> EventJson.readPayload(GoldenFiles.text("StockReceived.v1"), 0))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("the event type 'StockReceived' has no version 0");
    }

    @Test
    void two_upcasters_of_one_version_are_refused() {
        assertThatThrownBy(() -> EventUpcasters.of(List.of(QUANTITY, QUANTITY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from version 0 of StockReceived is registered twice");
    }

    @Test
    void an_upcaster_of_the_present_version_is_refused() {
        var beyond = new Step(1, payload -> payload);

        assertThatThrownBy(() -> EventUpcasters.of(List.of(beyond)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leads beyond the present version 1");
    }

    @Test
    void the_version_of_an_envelope_is_in_the_header_of_its_record() {
        byte[] envelope = GoldenFiles.text("Envelope.v1").getBytes(UTF_8);
        String type = GoldenFiles.envelope("Envelope.v1").payload().getClass().getSimpleName();
        String header = EventTopic.cloudEventsType(type, 1);

        assertThat(EventJson.readEnvelope(envelope, header))
                .isEqualTo(GoldenFiles.envelope("Envelope.v1"));
        assertThatThrownBy(
                        () -> EventJson.readEnvelope(envelope, EventTopic.cloudEventsType(type, 2)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("was written by a newer version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "StockReceived.v1",
                "io.stockledger.StockReceived",
                "io.stockledger.StockReceived.v",
                "io.stockledger.StockReceived.v99999999999",
                "io.stockledger.StockReceived.v+1",
                "io.stockledger.ProductRegistered.v1",
                "org.example.StockReserved.v1"
            })
    void a_header_that_is_not_the_type_of_the_event_is_refused_and_named(String header) {
        byte[] envelope = GoldenFiles.text("Envelope.v1").getBytes(UTF_8);

        assertThatThrownBy(() -> EventJson.readEnvelope(envelope, header))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("the header ce_type is not");
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) JsonMapper.builder().build().readTree(json);
    }
}
