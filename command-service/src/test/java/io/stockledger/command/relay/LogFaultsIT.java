package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.TopicReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Rows of the event log that were removed, added or changed by hand. */
class LogFaultsIT {

    private static final int POLL_MS = 50;

    private static final String COPY =
            """
            INSERT INTO events
            SELECT %d, gen_random_uuid(), 'p-by-hand', aggregate_type, 1, event_type, event_version,
                   occurred_at, payload, '%s'
            FROM events WHERE position = 1
            """;

    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void publishing_stops_before_a_removed_row_and_goes_on_when_it_is_back() throws Exception {
        rig.append(10, "p-1");
        rig.asOwnerWithoutTriggers(
                "CREATE TABLE kept AS SELECT * FROM events WHERE position = 7",
                "DELETE FROM events WHERE position = 7");

        assertThat(rig.relay.relayOnce()).isEqualTo(6);
        assertFault("position 7", "removed by hand");
        assertThat(rig.checkpoint.published()).isEqualTo(6);

        rig.asOwnerWithoutTriggers("INSERT INTO events SELECT * FROM kept");
        assertThat(rig.relay.relayOnce()).isEqualTo(4);
        assertRecords(10);
    }

    @Test
    void a_row_beyond_the_head_is_not_published_and_stops_publishing_until_it_is_removed()
            throws Exception {
        rig.append(3, "p-1");
        rig.database.asOwner(COPY.formatted(4, "{}"));

        assertThat(rig.relay.relayOnce()).isEqualTo(3);
        assertFault("position 4", "head at 3", "added by hand");
        assertThat(rig.checkpoint.published()).isEqualTo(3);

        rig.asOwnerWithoutTriggers("DELETE FROM events WHERE position = 4");
        rig.append(1, "p-1");
        assertThat(rig.relay.relayOnce()).isEqualTo(1);
        assertRecords(4);
    }

    @Test
    void a_far_row_beyond_the_head_hides_no_later_event() throws Exception {
        rig.append(3, "p-1");
        rig.database.asOwner(COPY.formatted(1_000, "{}"));
        rig.append(3, "p-1");

        assertThat(rig.relay.relayOnce()).isEqualTo(6);
        assertFault("position 1000", "head at 6", "added by hand");
    }

    @Test
    void an_event_that_cannot_be_made_into_a_record_stops_publishing_until_it_is_corrected()
            throws Exception {
        rig.append(5, "p-1");
        rig.asOwnerWithoutTriggers(
                "UPDATE events SET metadata = '{\"traceparent\": 5}' WHERE position = 3");

        assertThat(rig.relay.relayOnce()).isEqualTo(2);
        assertFault("position 3", "cannot be made into a record");

        rig.asOwnerWithoutTriggers("UPDATE events SET metadata = '{\"commandId\": \"c\"}'");
        assertThat(rig.relay.relayOnce()).isEqualTo(3);
        assertRecords(5);
    }

    @Test
    void a_checkpoint_beyond_the_head_is_a_fault() {
        rig.append(3, "p-1");
        rig.jdbc.sql("UPDATE relay_checkpoint SET published = 9").update();

        assertFault("position 9", "head of the event log at 3", "republish");
    }

    @Test
    void the_leader_shows_a_fault_to_operators_and_goes_on_by_itself() {
        rig.append(2, "p-1");
        rig.asOwnerWithoutTriggers(
                "CREATE TABLE kept AS SELECT * FROM events WHERE position = 2",
                "DELETE FROM events WHERE position = 2");
        RelayProcess process = rig.process(POLL_MS);
        process.start();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            var status = new RelayStatus(rig.jdbc);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status.leader().activity().contains("no event at position 2"));
            assertThat(status.leader().leads()).isTrue();
            assertThat(heartbeats.await(sent -> sent.headPosition() == 2).publishedPosition())
                    .isEqualTo(1);

            rig.asOwnerWithoutTriggers("INSERT INTO events SELECT * FROM kept");

            await().atMost(Duration.ofSeconds(60)).until(() -> rig.checkpoint.published() == 2);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status.leader().activity().equals("publishes"));
        } finally {
            process.stop();
        }
    }

    private void assertFault(String... words) {
        assertThatThrownBy(rig.relay::relayOnce)
                .isInstanceOf(LogFaultException.class)
                .hasMessageContainingAll(words);
    }

    private void assertRecords(int count) {
        try (TopicReader reader = rig.reader()) {
            assertThat(reader.atLeast(count)).hasSize(count);
        }
    }
}
