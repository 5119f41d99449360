package io.stockledger.command.relay;

import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The position of the last published event, kept in the database, with the topic to which it was
 * published. Every write of a leader has a condition on its term, so that a former leader changes
 * nothing. Thread-safe.
 */
public final class RelayCheckpoint {

    private static final String STATE =
            """
            SELECT c.published, c.term, h.position,
                   coalesce((SELECT max(e.position) FROM events e), 0),
                   h.epoch, h.epoch_number, h.halted
            FROM relay_checkpoint c CROSS JOIN log_head h
            """;

    private static final String PUBLISHED = "SELECT published FROM relay_checkpoint";

    private static final String TOPIC_ID = "SELECT topic_id FROM relay_checkpoint";

    private static final String LAST_POSITIONS =
            """
            SELECT last_positions FROM relay_checkpoint
            WHERE published = :published AND positions_of = published
              AND cardinality(last_positions) = :partitions
            """;

    private static final String ADVANCE =
            """
            UPDATE relay_checkpoint
            SET published = :to, last_positions = CAST(:positions AS bigint[]), positions_of = :to,
                updated_at = now()
            WHERE published = :from AND term = :term
              AND EXISTS (SELECT 1 FROM log_head h WHERE h.epoch = :epoch)
            """;

    private static final String PUBLISH_TO =
            """
            UPDATE relay_checkpoint
            SET topic_id = :topic, published = CASE WHEN :again THEN 0 ELSE published END,
                updated_at = now()
            WHERE term = :term
            """;

    private static final String SET_BACK =
            """
            UPDATE relay_checkpoint SET published = :before, updated_at = now()
            WHERE published >= :before
            """;

    private final JdbcClient jdbc;

    /** Reads and writes with that client, as the application role. */
    public RelayCheckpoint(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The checkpoint and the log, both at the same moment. */
    LogState state() {
        return jdbc.sql(STATE).query((row, _) -> state(row)).single();
    }

    private static LogState state(ResultSet row) throws SQLException {
        return new LogState(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                new LogEpoch(row.getObject(5, UUID.class), row.getInt(6)),
                row.getString(7));
    }

    /** The position of the last published event, 0 if none is published. */
    long published() {
        return jdbc.sql(PUBLISHED).query(Long.class).single();
    }

    /** The id of the topic to which the events were published; empty if it is unknown. */
    Optional<String> topicId() {
        return jdbc.sql(TOPIC_ID).query(String.class).optional();
    }

    /**
     * The stored last position of each partition.
     *
     * @return empty unless they belong to that checkpoint and to that number of partitions
     */
    Optional<LastPositions> lastPositions(long published, int partitions) {
        return jdbc.sql(LAST_POSITIONS)
                .param("published", published)
                .param("partitions", partitions)
                .query((row, _) -> new LastPositions(published, longs(row)))
                .optional();
    }

    private static long[] longs(ResultSet row) throws SQLException {
        return Arrays.stream((Long[]) row.getArray(1).getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }

    /**
     * Moves the checkpoint, unless it is no longer at {@code from}: a position that an operator has
     * set in the meantime is kept.
     *
     * @return false if the checkpoint is elsewhere, or belongs to another term or epoch
     */
    boolean advance(long from, LastPositions to, long term, UUID epoch) {
        return jdbc.sql(ADVANCE)
                        .param("from", from)
                        .param("to", to.position())
                        .param("positions", array(to))
                        .param("term", term)
                        .param("epoch", epoch)
                        .update()
                == 1;
    }

    private static String array(LastPositions positions) {
        return Arrays.stream(positions.toArray())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * Stores the id of the topic.
     *
     * @param again whether every event is to be published again
     */
    void publishTo(String topicId, boolean again, long term) {
        jdbc.sql(PUBLISH_TO)
                .param("topic", topicId)
                .param("again", again)
                .param("term", term)
                .update();
    }

    /**
     * Sets the checkpoint back before that position, so that the leader publishes again from there.
     *
     * @param position from 1
     * @return null; or the position of the last published event, if {@code position} is more than
     *     one after it, and nothing was changed
     * @throws DataAccessException if the database does not answer
     */
    public @Nullable Long republishFrom(long position) {
        return jdbc.sql(SET_BACK).param("before", position - 1).update() == 1 ? null : published();
    }
}
