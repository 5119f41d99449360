package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** The snapshot store on Postgres. */
public final class PostgresSnapshotStore implements SnapshotStore {

    static final String LOAD =
            """
            SELECT s.aggregate_id, s.version, s.format, s.state
            FROM unnest(?::text[]) AS requested (stream)
            JOIN snapshots s ON s.aggregate_id = requested.stream COLLATE "C"
            """;

    private static final String SAVE =
            """
            INSERT INTO snapshots (aggregate_id, version, format, state, taken_at)
            SELECT ?, ?, ?, ?::json, now()
            FROM log_head
            WHERE epoch = ? AND halted IS NULL
            ON CONFLICT ON CONSTRAINT snapshots_pk DO UPDATE
            SET version = excluded.version, format = excluded.format,
                state = excluded.state, taken_at = excluded.taken_at
            WHERE snapshots.version < excluded.version
            """;

    /** Does not wait for the disk: a snapshot that is lost in a crash is written again later. */
    private static final String COMMIT_ASYNCHRONOUSLY = "SET LOCAL synchronous_commit = off";

    private static final String DISCARD =
            """
            DELETE FROM snapshots
            WHERE aggregate_id = ? AND version = ?
            """;

    private final DataSource dataSource;

    /** A store on a database, with the application role. */
    public PostgresSnapshotStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Map<String, Snapshot> load(Collection<String> streamIds) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(LOAD)) {
            statement.setArray(
                    1, connection.createArrayOf("text", streamIds.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                var snapshots = new HashMap<String, Snapshot>();
                while (rows.next()) {
                    String streamId = rows.getString(1);
                    snapshots.put(
                            streamId,
                            new Snapshot(
                                    streamId, rows.getLong(2), rows.getInt(3), rows.getString(4)));
                }
                return snapshots;
            }
        } catch (SQLException e) {
            throw new EventStoreException("the event store failed at loading snapshots", e);
        }
    }

    @Override
    public void save(LogEpoch epoch, List<Snapshot> snapshots) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(SAVE);
                Statement setting = connection.createStatement()) {
            connection.setAutoCommit(false);
            setting.execute(COMMIT_ASYNCHRONOUSLY);
            for (Snapshot snapshot : snapshots) {
                statement.setString(1, snapshot.streamId());
                statement.setLong(2, snapshot.version());
                statement.setInt(3, snapshot.format());
                statement.setString(4, snapshot.state());
                statement.setObject(5, epoch.id());
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new EventStoreException("the event store failed at saving snapshots", e);
        }
    }

    @Override
    public void discard(Snapshot snapshot) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(DISCARD)) {
            statement.setString(1, snapshot.streamId());
            statement.setLong(2, snapshot.version());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("the event store failed at discarding a snapshot", e);
        }
    }
}
