package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of the event log: the position of the last event, the epoch, and whether the log is
 * halted. Thread-safe. Every method throws {@link DataAccessException} if the database does not
 * answer.
 */
public final class LogHead {

    private static final String READ =
            """
            SELECT epoch, epoch_number, position, halted
            FROM log_head
            """;

    private static final String HALT =
            """
            SELECT halt_log(:epoch, :reason)
            """;

    private static final String EVENT_ID_AT =
            """
            SELECT event_id
            FROM events
            WHERE position = :position
            """;

    private final JdbcClient jdbc;

    /** Reads with a client that has the application role. */
    public LogHead(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The log at one moment.
     *
     * @param position the position of the last event, 0 if the log is empty
     * @param halted the reason why nothing may be appended, or null if the log is not halted
     */
    public record State(LogEpoch epoch, long position, @Nullable String halted) {}

    /** Reads the present state. */
    public State read() {
        return jdbc.sql(READ).query((row, _) -> state(row)).single();
    }

    /**
     * Halts the log: nothing is appended until its owner starts the next epoch with {@code
     * start_log_epoch}.
     *
     * @param epoch the epoch in which the caller has found the contradiction
     * @param reason a sentence for operators
     * @return false if the log is halted already or in another epoch
     */
    public boolean halt(LogEpoch epoch, String reason) {
        return jdbc.sql(HALT)
                .param("epoch", epoch.id())
                .param("reason", reason)
                .query(Boolean.class)
                .single();
    }

    /** The id of the event at a position, or empty if the log has no event there. */
    public Optional<UUID> eventIdAt(long position) {
        return jdbc.sql(EVENT_ID_AT).param("position", position).query(UUID.class).optional();
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                new LogEpoch(row.getObject(1, UUID.class), row.getInt(2)),
                row.getLong(3),
                row.getString(4));
    }
}
