package io.stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class HeartbeatTest {

    private static final UUID ID = UUID.fromString("0199c1e2-7a44-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-01-31T12:30:00.123456Z");

    @Test
    void a_heartbeat_is_read_as_it_was_written() {
        var heartbeat =
                new Heartbeat(
                        new LogEpoch(ID, 2),
                        7,
                        "topic-id",
                        105,
                        100,
                        ID,
                        AT,
                        AT.minusSeconds(3),
                        List.of(98L, 0L, 100L),
                        "the log was restored");

        assertThat(Heartbeat.ofJson(heartbeat.toJson())).isEqualTo(heartbeat);
    }

    @Test
    void a_heartbeat_of_an_empty_log_has_no_event_and_no_reason() {
        var heartbeat =
                new Heartbeat(
                        new LogEpoch(ID, 1), 1, "topic-id", 0, 0, null, AT, AT, List.of(0L), null);

        assertThat(Heartbeat.ofJson(heartbeat.toJson())).isEqualTo(heartbeat);
    }

    @Test
    void bytes_that_are_no_heartbeat_are_refused_with_the_field() {
        assertThatThrownBy(() -> Heartbeat.ofJson("{\"epoch\": 5}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'epoch'");
        assertThatThrownBy(() -> Heartbeat.ofJson("nothing".getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void repair_requests_are_read_as_they_were_written() {
        RepairRequest ofProduct = new RepairRequest.OfProduct(ID, "85123A/B", 5);
        RepairRequest ofPartition = new RepairRequest.OfPartition(ID, "topic-id", 11, 98);

        assertThat(RepairRequest.ofJson(ofProduct.toJson())).isEqualTo(ofProduct);
        assertThat(RepairRequest.ofJson(ofPartition.toJson())).isEqualTo(ofPartition);
    }
}
