package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.query.testing.Histories;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The complete positions that the tables contain, against a fold of the records one by one. */
class CompletePositionsIT {

    private final ViewTables tables = new ViewTables();
    private final List<EventEnvelope> events = new Histories(11, 12, 4).next(200);
    private long offset;

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void without_a_gap_no_complete_position_is_stored() throws SQLException {
        project(Batches.TOPIC_ID, records(0, 120));
        project(Batches.TOPIC_ID, records(100, 200));
        assertThat(completePosition()).isEqualTo(200);
        assertThat(storedCompletePositions()).containsOnly("none");
    }

    @Test
    void a_missing_record_stops_the_complete_position_until_it_is_received() throws SQLException {
        project(Batches.TOPIC_ID, records(0, 50));
        project(Batches.TOPIC_ID, records(51, 80));
        project(Batches.TOPIC_ID, records(80, 200));
        assertThat(completePosition()).isEqualTo(50);
        project(Batches.TOPIC_ID, records(50, 51));
        assertThat(completePosition()).as("the later ones come again").isEqualTo(51);
        project(Batches.TOPIC_ID, records(51, 200));
        assertThat(completePosition()).isEqualTo(200);
    }

    @Test
    void a_batch_with_gaps_and_repeats_has_the_effect_of_its_records_one_by_one()
            throws SQLException {
        var random = new Random(7);
        long complete = 0;
        for (int i = 0; i < 60; i++) {
            var batch = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            for (int part = random.nextInt(4); part >= 0; part--) {
                int from = Math.max(0, (int) complete - 10 + random.nextInt(14));
                int to = Math.min(200, from + 1 + random.nextInt(8));
                for (int index = Math.min(from, to - 1); index < to; index++) {
                    batch.add(record(index));
                    complete = complete >= index ? Math.max(complete, index + 1) : complete;
                }
            }
            project(Batches.TOPIC_ID, batch);
            assertThat(completePosition()).as("batch %s", i).isEqualTo(complete);
        }
        assertThat(complete).isPositive();
    }

    @Test
    void records_that_the_relay_has_not_written_do_not_change_it() throws SQLException {
        project(Batches.TOPIC_ID, records(0, 50));
        EventEnvelope forged = events.get(150);
        ConsumerRecord<byte[], byte[]> contradictory = record(150);
        contradictory.headers().remove(EventTopic.HEADER_POSITION);
        contradictory.headers().add(EventTopic.HEADER_POSITION, utf8("160"));
        ConsumerRecord<byte[], byte[]> impossible = record(150);
        impossible.headers().remove(EventTopic.HEADER_PREVIOUS_POSITION);
        impossible.headers().add(EventTopic.HEADER_PREVIOUS_POSITION, utf8("151"));
        project(
                Batches.TOPIC_ID,
                List.of(
                        Batches.record(
                                offset++, forged.aggregateId(), EventJson.writeEnvelope(forged)),
                        contradictory,
                        impossible));
        assertThat(completePosition()).isEqualTo(50);
        assertThat(storedCompletePositions()).containsOnly("none");
    }

    @Test
    void an_unreadable_record_of_the_relay_counts_as_received() throws SQLException {
        project(Batches.TOPIC_ID, records(0, 50));
        ConsumerRecord<byte[], byte[]> unreadable =
                Batches.record(offset++, events.get(50).aggregateId(), "from the future");
        record(50).headers().forEach(unreadable.headers()::add);
        project(Batches.TOPIC_ID, List.of(unreadable));
        assertThat(completePosition()).isEqualTo(51);
    }

    @Test
    void a_record_of_an_earlier_version_counts_as_without_a_gap() throws SQLException {
        ConsumerRecord<byte[], byte[]> old = record(70);
        old.headers().remove(EventTopic.HEADER_PREVIOUS_POSITION);
        project(Batches.TOPIC_ID, List.of(old));
        assertThat(completePosition()).isEqualTo(71);
    }

    @Test
    void progress_in_another_topic_of_the_name_does_not_count() throws SQLException {
        project(Batches.TOPIC_ID, records(0, 50));
        project("created again", records(40, 60));
        assertThat(completePosition()).isZero();
        project("created again", records(0, 60));
        assertThat(completePosition()).isEqualTo(60);
    }

    private void project(String topicId, List<ConsumerRecord<byte[], byte[]>> records)
            throws SQLException {
        tables.projector().project(records, topicId);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(int from, int to) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int index = from; index < to; index++) {
            records.add(record(index));
        }
        return records;
    }

    /** The event with that index, whose position is one more, as the relay writes it. */
    private ConsumerRecord<byte[], byte[]> record(int index) {
        EventEnvelope event = events.get(index);
        var record = Batches.record(offset++, event.aggregateId(), EventJson.writeEnvelope(event));
        record.headers().add(EventTopic.HEADER_POSITION, utf8(event.position() + ""));
        record.headers().add(EventTopic.HEADER_PREVIOUS_POSITION, utf8(index + ""));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long completePosition() {
        List<Long> positions =
                tables.jdbc()
                        .sql(
                                """
                                SELECT DISTINCT coalesce(complete_position, position)
                                FROM projection_progress
                                """)
                        .query((row, _) -> row.getLong(1))
                        .list();
        assertThat(positions).as("the same in every generation").hasSize(1);
        return positions.getFirst();
    }

    private List<String> storedCompletePositions() {
        return tables.jdbc()
                .sql(
                        """
                        SELECT coalesce(complete_position::text, 'none') FROM projection_progress
                        """)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
