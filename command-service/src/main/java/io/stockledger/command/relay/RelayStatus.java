package io.stockledger.command.relay;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Which instance publishes, read from the database, so that every instance can show it. */
public final class RelayStatus {

    private static final String LEADER =
            """
            SELECT holder, term, taken_at, activity,
                   instance IS NOT NULL AND expires_at > clock_timestamp()
            FROM relay_lease
            """;

    private final JdbcClient jdbc;

    /** Reads with that client, as the application role. */
    public RelayStatus(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The instance that publishes, or the last one that did.
     *
     * @param holder its name, address and process
     * @param activity what it does, or the fault that keeps it from publishing, in words
     * @param leads whether its lease has not expired
     */
    public record Leader(String holder, long term, Instant since, String activity, boolean leads) {}

    /**
     * The present leader.
     *
     * @throws DataAccessException if the database does not answer
     */
    public Leader leader() {
        return jdbc.sql(LEADER)
                .query(
                        (row, _) ->
                                new Leader(
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getObject(3, OffsetDateTime.class).toInstant(),
                                        row.getString(4),
                                        row.getBoolean(5)))
                .single();
    }
}
