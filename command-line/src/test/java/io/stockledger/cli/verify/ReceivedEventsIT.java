package io.stockledger.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.EventTopic;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A log of six events: of product a at the positions 1, 2, 4 and 5, of product b at 3 and 6. */
class ReceivedEventsIT {

    private static final List<String> PRODUCTS = List.of("a", "a", "b", "a", "a", "b");
    private static final Instant AT = Instant.parse("2026-03-01T09:00:00.000001Z");
    private static final String METADATA =
            EventJson.writeMetadata(new EventMetadata("command", null, null, null, null));
    private static final int PARTITION = 0;

    private final List<String> differences = new ArrayList<>();
    private Connection connection;
    private ReceivedEvents received;

    @BeforeEach
    void fill() throws SQLException {
        TestDatabase database = TestStack.shared().newEventsDatabase();
        connection =
                DriverManager.getConnection(
                        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE events (position bigint, event_id uuid, aggregate_id text COLLATE "C",
                        aggregate_type text, sequence_number bigint, event_type text,
                        event_version integer, occurred_at timestamptz, payload json, metadata json)
                    """);
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO events VALUES (?, ?, ?, 'Inventory', ?, 'StockReceived', 1, ?::timestamptz,
                            ?::json, ?::json)
                        """)) {
            for (int position = 1; position <= PRODUCTS.size(); position++) {
                insert.setLong(1, position);
                insert.setObject(2, eventId(position));
                insert.setString(3, PRODUCTS.get(position - 1));
                insert.setLong(4, sequenceNumber(position));
                insert.setString(5, AT.toString());
                insert.setString(6, payload(position));
                insert.setString(7, METADATA);
                insert.executeUpdate();
            }
        }
        received =
                new ReceivedEvents(
                        connection, (check, text) -> differences.add(check + ": " + text));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static UUID eventId(int position) {
        return new UUID(7, position);
    }

    private static long sequenceNumber(int position) {
        String product = PRODUCTS.get(position - 1);
        return PRODUCTS.subList(0, position).stream().filter(product::equals).count();
    }

    private static String payload(int position) {
        return EventJson.writePayload(
                new StockReceived(PRODUCTS.get(position - 1), "main", 5, "delivery"));
    }

    private static String envelope(int position) {
        return EventJson.writeEnvelope(
                eventId(position),
                PRODUCTS.get(position - 1),
                "Inventory",
                sequenceNumber(position),
                position,
                AT,
                payload(position),
                METADATA);
    }

    private static ConsumerRecord<byte[], byte[]> record(int position, String value) {
        var record =
                new ConsumerRecord<>(
                        "topic",
                        PARTITION,
                        position,
                        PRODUCTS.get(position - 1).getBytes(UTF_8),
                        value.getBytes(UTF_8));
        record.headers()
                .add(EventTopic.HEADER_TYPE, type("StockReceived"))
                .add(EventTopic.HEADER_POSITION, Integer.toString(position).getBytes(UTF_8));
        return record;
    }

    private static byte[] type(String eventType) {
        return EventTopic.cloudEventsType(eventType, 1).getBytes(UTF_8);
    }

    private void receive(Integer... positions) throws SQLException {
        received.add(
                Stream.of(positions)
                        .map(position -> record(position, envelope(position)))
                        .toList());
    }

    private List<Long> missing() {
        var missing = new ArrayList<Long>();
        long position = received.nextMissing(1);
        while (position <= PRODUCTS.size()) {
            missing.add(position);
            position = received.nextMissing(position + 1);
        }
        return missing;
    }

    @Test
    void events_in_the_order_of_the_log_are_received_also_if_some_come_again() throws Exception {
        receive(1, 2, 3, 2, 3, 4, 5);
        receive(2, 3, 6);

        assertThat(missing()).isEmpty();
        assertThat(differences).isEmpty();
    }

    @Test
    void an_event_that_never_comes_is_missing() throws Exception {
        receive(1, 2, 3, 5, 6);

        assertThat(missing()).containsExactly(4L);
    }

    @Test
    void successors_that_came_before_a_late_event_are_missing_until_they_come_again()
            throws Exception {
        receive(1, 4, 5, 3, 6);
        receive(2);
        assertThat(missing()).containsExactly(4L, 5L);

        receive(4, 5);
        assertThat(missing()).isEmpty();
        assertThat(differences).isEmpty();
    }

    @Test
    void a_record_with_the_values_of_the_log_in_another_text_is_received() throws Exception {
        received.add(
                List.of(
                        record(
                                1,
                                envelope(1)
                                        .replace(":", " : ")
                                        .replace("09 : 00 : 00", "09:00:00"))));

        assertThat(missing()).doesNotContain(1L);
        assertThat(differences).isEmpty();
    }

    @Test
    void a_record_without_its_position_in_a_header_is_received() throws Exception {
        ConsumerRecord<byte[], byte[]> record = record(1, envelope(1));
        record.headers().remove(EventTopic.HEADER_POSITION);
        received.add(List.of(record));

        assertThat(missing()).doesNotContain(1L);
        assertThat(differences).isEmpty();
    }

    @Test
    void a_record_with_the_type_of_another_event_in_its_header_is_a_difference() throws Exception {
        ConsumerRecord<byte[], byte[]> record = record(1, envelope(1));
        record.headers().remove(EventTopic.HEADER_TYPE);
        record.headers().add(EventTopic.HEADER_TYPE, type("StockReserved"));
        received.add(List.of(record));

        assertThat(missing()).contains(1L);
        assertThat(differences)
                .singleElement()
                .satisfies(text -> assertThat(text).contains(EventTopic.HEADER_TYPE));
    }

    @Test
    void a_record_with_another_content_is_a_difference_and_not_received() throws Exception {
        received.add(
                List.of(
                        record(1, envelope(1).replace("\"quantity\":5", "\"quantity\":6")),
                        record(2, "no JSON"),
                        record(3, envelope(3).replace("\"position\":3", "\"position\":70"))));

        assertThat(missing()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(differences)
                .satisfiesExactly(
                        first -> assertThat(first).contains("its content is not that"),
                        second -> assertThat(second).contains("it cannot be read"),
                        third -> assertThat(third).contains("no event at its position 70"));
    }
}
