package io.stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

class GoldenFilesTest {

    static Set<String> eventFiles() {
        return GoldenFiles.events().keySet();
    }

    /** The files of the present version of each type; only these are written. */
    static Set<String> presentEventFiles() {
        return GoldenFiles.events().entrySet().stream()
                .filter(
                        file ->
                                GoldenFiles.version(file.getKey())
                                        == EventType.of(file.getValue()).wireVersion())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    static Set<String> envelopeFiles() {
        return GoldenFiles.envelopes().keySet();
    }

    @ParameterizedTest
    @MethodSource("eventFiles")
    void every_payload_that_was_ever_stored_is_readable(String file) {
        assertThat(EventJson.readPayload(GoldenFiles.text(file), GoldenFiles.version(file)))
                .isEqualTo(GoldenFiles.event(file));
    }

    @ParameterizedTest
    @MethodSource("presentEventFiles")
    void a_payload_is_written_exactly_as_its_golden_file(String file) {
        InventoryEvent event = GoldenFiles.event(file);

        assertThat(EventJson.writePayload(event)).isEqualTo(GoldenFiles.text(file));
    }

    @ParameterizedTest
    @MethodSource("envelopeFiles")
    void every_envelope_that_was_ever_published_is_readable(String file) {
        assertThat(EventJson.readEnvelope(GoldenFiles.text(file).getBytes(UTF_8)))
                .isEqualTo(GoldenFiles.envelope(file));
    }

    @ParameterizedTest
    @MethodSource("envelopeFiles")
    void an_envelope_is_written_exactly_as_its_golden_file(String file) {
        EventEnvelope envelope = GoldenFiles.envelope(file);

        assertThat(EventJson.writeEnvelope(envelope)).isEqualTo(GoldenFiles.text(file));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void every_type_and_version_has_a_golden_file(EventType type) {
        for (int version = 1; version <= type.wireVersion(); version++) {
            assertThat(GoldenFiles.text(type.wireName() + ".v" + version))
                    .startsWith("{\"type\":\"" + type.wireName() + "\",");
        }
    }

    @Test
    void the_cloud_events_types_are_exactly_these() {
        assertThat(
                        Arrays.stream(EventType.values())
                                .map(
                                        type ->
                                                EventTopic.cloudEventsType(
                                                        type.wireName(), type.wireVersion()))
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "io.stockledger.ProductRegistered.v1",
                        "io.stockledger.StockReceived.v1",
                        "io.stockledger.StockReserved.v1",
                        "io.stockledger.ReservationExtended.v1",
                        "io.stockledger.ReservationCancelled.v1",
                        "io.stockledger.ReservationExpired.v1",
                        "io.stockledger.StockShipped.v1",
                        "io.stockledger.StockAdjusted.v1",
                        "io.stockledger.StockTransferred.v1",
                        "io.stockledger.ProductRenamed.v1",
                        "io.stockledger.StockPolicySet.v1",
                        "io.stockledger.ProductArchived.v1",
                        "io.stockledger.ProductRestored.v1",
                        "io.stockledger.ReservationChanged.v1",
                        "io.stockledger.ReservationReassigned.v1",
                        "io.stockledger.StockReturned.v1",
                        "io.stockledger.StockBlocked.v1",
                        "io.stockledger.StockUnblocked.v1",
                        "io.stockledger.StockWrittenOff.v1");
    }

    @ParameterizedTest
    @MethodSource("eventFiles")
    void the_type_of_an_event_is_the_one_in_its_payload(String file) {
        InventoryEvent event = GoldenFiles.event(file);

        assertThat(EventType.byWireName(EventType.of(event).wireName()))
                .contains(EventType.of(event));
        assertThat(GoldenFiles.text(file))
                .contains("\"type\":\"" + EventType.of(event).wireName() + "\"");
    }
}
