package io.stockledger.query.generations;

import io.stockledger.events.LogEpoch;
import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.generations.Generation.State;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The table {@code projections}, which has one row per generation. An instance runs its statements
 * on a {@link JdbcClient}, in the transaction of the calling thread if there is one. The static
 * methods run in the transaction of a batch, on its connection. Thread-safe.
 *
 * <h2>Locks</h2>
 *
 * Every batch holds a shared advisory lock until its transaction ends. {@link #lockStates} takes
 * the same lock exclusively: it waits for the batches that are running, so that no batch projects
 * by states that are no longer true.
 */
public final class GenerationTable {

    private static final String LOCK_STATES = "SELECT pg_advisory_xact_lock(740, 1)";

    private static final String SELECT_PROJECTED =
            """
            SELECT projection, generation, projection_version, state, log_epoch, log_epoch_number
            FROM projections
            WHERE state NOT IN ('dropping', 'dropped')
            ORDER BY projection, generation
            """;

    /** Two statements in one round trip; the second one sees all that the lock has waited for. */
    private static final String LOCK_STATES_SHARED_AND_SELECT_PROJECTED =
            "SELECT pg_advisory_xact_lock_shared(740, 1);\n" + SELECT_PROJECTED;

    private static final String SELECT_PRESENT =
            """
            SELECT projection, generation, projection_version, state, log_epoch, log_epoch_number,
                   started_at, state_since, checksums, position, complete_through
            FROM projections
            WHERE state <> 'dropped'
            ORDER BY projection, generation
            """;

    private static final String SELECT_OF_READ_MODEL_LOCKED =
            """
            SELECT projection, generation, projection_version, state, log_epoch, log_epoch_number
            FROM projections
            WHERE projection = ? AND state <> 'dropped'
            ORDER BY generation
            FOR UPDATE
            """;

    /**
     * Generations that were retained for long enough, or whose version no replica has had for as
     * long.
     */
    private static final String SELECT_EXPIRED =
            """
            SELECT projection, generation, projection_version, state, log_epoch, log_epoch_number
            FROM projections
            WHERE (state = 'retained'
                    AND state_since < clock_timestamp() - ? * interval '1 ms')
                OR (state <> 'dropped'
                    AND NOT EXISTS (
                        SELECT FROM unnest(?, ?) AS own (projection, version)
                        WHERE own.projection = projections.projection
                            AND own.version = projections.projection_version)
                    AND NOT EXISTS (
                        SELECT FROM projections used
                        WHERE used.projection = projections.projection
                            AND used.projection_version = projections.projection_version
                            AND used.used_at
                                >= clock_timestamp() - greatest(60000, ?) * interval '1 ms'))
            ORDER BY projection, generation
            """;

    /** The retained generations of a read model, of all versions, without the newest ones. */
    private static final String SELECT_RETAINED_LONGEST =
            """
            SELECT projection, generation, projection_version, state, log_epoch,
                log_epoch_number
            FROM projections
            WHERE projection = ? AND state = 'retained'
            ORDER BY state_since DESC, generation DESC
            OFFSET ?
            """;

    private static final String INSERT =
            """
            INSERT INTO projections (projection, generation, projection_version, state, log_epoch,
                log_epoch_number)
            SELECT ?, coalesce(max(generation), 0) + 1, ?, ?, ?, ?
            FROM projections
            WHERE projection = ?
            RETURNING projection, generation, projection_version, state, log_epoch,
                log_epoch_number
            """;

    /** A generation that has no progress may adopt any epoch, every other one only the first. */
    private static final String ADOPT_EPOCH =
            """
            UPDATE projections p SET log_epoch = ?, log_epoch_number = ?
            WHERE p.projection = ? AND p.generation = ? AND p.log_epoch IS NULL
                AND (? = 1 OR NOT EXISTS (
                    SELECT FROM projection_progress s
                    WHERE s.projection = p.projection AND s.generation = p.generation))
            """;

    private static final String UPDATE_STATE =
            """
            UPDATE projections SET state = ?, state_since = clock_timestamp()
            WHERE projection = ? AND generation = ? AND state = ?
            """;

    private static final String UPDATE_CHECKSUMS =
            """
            UPDATE projections SET checksums = ? WHERE projection = ? AND generation = ?
            """;

    private static final String UPDATE_COMPLETENESS =
            """
            UPDATE projections SET
                position = greatest(CASE WHEN position <= ? THEN position END, ?),
                complete_through = greatest(complete_through, ?),
                used_at = clock_timestamp()
            WHERE projection = ? AND generation = ?
                AND EXISTS (SELECT FROM change_head WHERE feed_id = ? AND number >= ?)
            """;

    private final JdbcClient jdbc;

    public GenerationTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The generations that batches may be projected into, of all versions. */
    public static List<Generation> projected(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT_PROJECTED)) {
            return generations(select.executeQuery());
        }
    }

    /**
     * The generations that batches may be projected into, of all versions. Their states do not
     * change until the end of the transaction; other batches can hold them at the same time.
     */
    public static List<Generation> projectedWithLock(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(LOCK_STATES_SHARED_AND_SELECT_PROJECTED)) {
            select.execute();
            if (!select.getMoreResults()) {
                throw new SQLException("the lock of the states returned no generations");
            }
            return generations(select.getResultSet());
        }
    }

    /** Waits for the running batches, and blocks other batches until the end of the transaction. */
    void lockStates() {
        jdbc.sql(LOCK_STATES).query(_ -> {});
    }

    /** The same lock, in the transaction of a connection. */
    public static void lockStates(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement(LOCK_STATES)) {
            lock.execute();
        }
    }

    /** Every generation that has tables or is about to get them. */
    List<Generation> present() {
        return details().stream().map(GenerationDetails::generation).toList();
    }

    /** Every generation that has tables or is about to get them, with all columns of its row. */
    public List<GenerationDetails> details() {
        return jdbc.sql(SELECT_PRESENT)
                .query(
                        (row, _) ->
                                new GenerationDetails(
                                        generation(row),
                                        row.getObject(7, OffsetDateTime.class).toInstant(),
                                        row.getObject(8, OffsetDateTime.class).toInstant(),
                                        row.getString(9),
                                        row.getLong(10),
                                        instant(row.getObject(11, OffsetDateTime.class))))
                .list();
    }

    /** The present generations of a read model, locked until the end of the transaction. */
    List<Generation> presentWithLock(ReadModel readModel) {
        return jdbc.sql(SELECT_OF_READ_MODEL_LOCKED)
                .param(readModel.name())
                .query((row, _) -> generation(row))
                .list();
    }

    /**
     * The generations whose tables are no longer needed.
     *
     * @param readModels the versions of this replica, which it keeps
     * @param retained how long a retained generation is kept, and the generations of a version that
     *     no replica has; the latter for at least a minute
     */
    List<Generation> expired(List<? extends ReadModel> readModels, Duration retained) {
        return jdbc.sql(SELECT_EXPIRED)
                .param(1, retained.toMillis())
                .param(2, readModels.stream().map(ReadModel::name).toArray(String[]::new))
                .param(3, readModels.stream().map(ReadModel::version).toArray(Integer[]::new))
                .param(4, retained.toMillis())
                .query((row, _) -> generation(row))
                .list();
    }

    /**
     * The retained generations of a read model that were retained before the last ones.
     *
     * @param retainedMax the number of retained generations that are not in the result
     */
    List<Generation> retainedLongest(ReadModel readModel, int retainedMax) {
        return jdbc.sql(SELECT_RETAINED_LONGEST)
                .params(readModel.name(), retainedMax)
                .query((row, _) -> generation(row))
                .list();
    }

    /**
     * Adds a generation with the next number of its read model.
     *
     * @param epoch null if it is to adopt the epoch that a heartbeat names
     */
    Generation insert(ReadModel readModel, State state, @Nullable LogEpoch epoch) {
        return jdbc.sql(INSERT)
                .param(1, readModel.name())
                .param(2, readModel.version())
                .param(3, state.word())
                .param(4, epoch == null ? null : epoch.id(), Types.OTHER)
                .param(5, epoch == null ? null : epoch.number(), Types.INTEGER)
                .param(6, readModel.name())
                .query((row, _) -> generation(row))
                .single();
    }

    /**
     * Lets a generation whose epoch is not known take the records of this one from now on.
     *
     * @return false if its rows may come from an earlier epoch
     */
    boolean adoptEpoch(Generation generation, LogEpoch epoch) {
        return jdbc.sql(ADOPT_EPOCH)
                        .params(
                                epoch.id(),
                                epoch.number(),
                                generation.projection(),
                                generation.number(),
                                epoch.number())
                        .update()
                == 1;
    }

    /** Changes the state; returns false if it is no longer the one that the caller has read. */
    boolean changeState(Generation generation, State to) {
        return jdbc.sql(UPDATE_STATE)
                        .params(
                                to.word(),
                                generation.projection(),
                                generation.number(),
                                generation.state().word())
                        .update()
                == 1;
    }

    /** Records whether the rows were equal to those of the serving generation. */
    void recordComparison(Generation generation, boolean equal) {
        jdbc.sql(UPDATE_CHECKSUMS)
                .params(equal ? "equal" : "different", generation.projection(), generation.number())
                .update();
    }

    /**
     * Records how complete a generation is, for the other replicas and after a restart, and that a
     * replica of its version is running. A value lower than the recorded one is ignored, and so is
     * the call if the database was restored or replaced since the head was read.
     *
     * @param head the last change before the rows were read
     * @param headPosition the last position of the event log; a recorded position beyond it is
     *     wrong and is replaced
     */
    public void recordCompleteness(
            Head head,
            GenerationId generation,
            long headPosition,
            long position,
            @Nullable Instant completeThrough) {
        jdbc.sql(UPDATE_COMPLETENESS)
                .param(1, headPosition)
                .param(2, position)
                .param(3, completeThrough == null ? null : completeThrough.atOffset(ZoneOffset.UTC))
                .param(4, generation.projection())
                .param(5, generation.number())
                .param(6, head.feedId())
                .param(7, head.number())
                .update();
    }

    private static List<Generation> generations(ResultSet row) throws SQLException {
        var generations = new ArrayList<Generation>();
        while (row.next()) {
            generations.add(generation(row));
        }
        return generations;
    }

    private static Generation generation(ResultSet row) throws SQLException {
        UUID epoch = row.getObject(5, UUID.class);
        return new Generation(
                row.getString(1),
                row.getInt(2),
                row.getInt(3),
                State.ofWord(row.getString(4)),
                epoch == null ? null : new LogEpoch(epoch, row.getInt(6)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }
}
