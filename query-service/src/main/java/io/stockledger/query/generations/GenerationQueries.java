package io.stockledger.query.generations;

import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.intake.Projection;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads and changes the states of generations. Thread-safe. */
final class GenerationQueries {

    private static final String SELECT_PRESENT =
            """
            SELECT projection, generation, projection_version, state
            FROM projections
            WHERE state <> 'dropped'
            ORDER BY projection, generation
            """;

    private static final String SELECT_OF_PROJECTION_LOCKED =
            """
            SELECT projection, generation, projection_version, state
            FROM projections
            WHERE projection = ? AND state <> 'dropped'
            ORDER BY generation
            FOR UPDATE
            """;

    private static final String INSERT_GENERATION =
            """
            INSERT INTO projections (projection, generation, projection_version, state)
            SELECT ?, coalesce(max(generation), 0) + 1, ?, ?
            FROM projections
            WHERE projection = ?
            RETURNING projection, generation, projection_version, state
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

    /** Retained for long enough, or serving a version that no replica has had for as long. */
    private static final String SELECT_EXPIRED =
            """
            SELECT projection, generation, projection_version, state
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

    /** Partitions in which the generation is behind what the replicas' group has taken in. */
    private static final String COUNT_BEHIND =
            """
            SELECT count(*)
            FROM projections sp
            JOIN unnest(?, ?) AS own (projection, version)
                ON own.projection = sp.projection AND own.version = sp.projection_version
            JOIN projection_progress s
                ON s.projection = sp.projection AND s.generation = sp.generation
            LEFT JOIN projection_progress b
                ON b.projection = ? AND b.generation = ?
                AND b.partition = s.partition AND b.topic_id = s.topic_id
            WHERE sp.state = 'serving' AND s.topic_id = ?
                AND (b.next_offset IS NULL OR b.next_offset < s.next_offset)
            """;

    /** Partitions in which two generations are not at the same record. */
    private static final String COUNT_APART =
            """
            SELECT count(*)
            FROM (SELECT partition, next_offset FROM projection_progress
                  WHERE projection = ? AND generation = ? AND topic_id = ?) AS one
            FULL JOIN (SELECT partition, next_offset FROM projection_progress
                       WHERE projection = ? AND generation = ? AND topic_id = ?) AS other
                ON other.partition = one.partition
            WHERE one.next_offset IS DISTINCT FROM other.next_offset
            """;

    private static final String INSERT_GROUP =
            """
            INSERT INTO intake_groups (projection_versions, number)
            SELECT ?, coalesce(max(number), 0) + 1 FROM intake_groups
            ON CONFLICT (projection_versions) DO NOTHING
            """;

    private static final String SELECT_GROUP =
            """
            SELECT number FROM intake_groups WHERE projection_versions = ?
            """;

    private final JdbcClient jdbc;

    GenerationQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Every generation that has tables or is to have some. */
    List<Generation> present() {
        return jdbc.sql(SELECT_PRESENT).query((row, _) -> generation(row)).list();
    }

    /** Those of one read model, locked to the end of the transaction. */
    List<Generation> lockedOf(String projection) {
        return jdbc.sql(SELECT_OF_PROJECTION_LOCKED)
                .param(projection)
                .query((row, _) -> generation(row))
                .list();
    }

    Generation insert(Projection projection, State state) {
        return jdbc.sql(INSERT_GENERATION)
                .params(projection.name(), projection.version(), state.word(), projection.name())
                .query((row, _) -> generation(row))
                .single();
    }

    /** Changes the state; false where it is no longer what the caller knows. */
    boolean move(Generation generation, State to) {
        return jdbc.sql(UPDATE_STATE)
                        .params(
                                to.word(),
                                generation.projection(),
                                generation.number(),
                                generation.state().word())
                        .update()
                == 1;
    }

    void keepChecksums(Generation generation, boolean equal) {
        jdbc.sql(UPDATE_CHECKSUMS)
                .params(equal ? "equal" : "different", generation.projection(), generation.number())
                .update();
    }

    List<Generation> expired(List<Projection> projections, Duration retained) {
        return jdbc.sql(SELECT_EXPIRED)
                .param(1, retained.toMillis())
                .param(2, names(projections))
                .param(3, versions(projections))
                .param(4, retained.toMillis())
                .query((row, _) -> generation(row))
                .list();
    }

    boolean hasCaughtUp(Generation generation, List<Projection> projections, String topicId) {
        return jdbc.sql(COUNT_BEHIND)
                        .param(1, names(projections))
                        .param(2, versions(projections))
                        .param(3, generation.projection())
                        .param(4, generation.number())
                        .param(5, topicId)
                        .query(Long.class)
                        .single()
                == 0;
    }

    boolean areTogether(Generation one, Generation other, String topicId) {
        return jdbc.sql(COUNT_APART)
                        .params(
                                one.projection(),
                                one.number(),
                                topicId,
                                other.projection(),
                                other.number(),
                                topicId)
                        .query(Long.class)
                        .single()
                == 0;
    }

    /** The number of the group of the replicas that have just these versions; from 1. */
    int groupNumber(String projectionVersions) {
        jdbc.sql(INSERT_GROUP).param(projectionVersions).update();
        return Optional.ofNullable(
                        jdbc.sql(SELECT_GROUP)
                                .param(projectionVersions)
                                .query(Integer.class)
                                .single())
                .orElseThrow();
    }

    private static String[] names(List<Projection> projections) {
        return projections.stream().map(Projection::name).toArray(String[]::new);
    }

    private static Integer[] versions(List<Projection> projections) {
        return projections.stream().map(Projection::version).toArray(Integer[]::new);
    }

    private static Generation generation(ResultSet row) throws SQLException {
        return new Generation(
                row.getString(1), row.getInt(2), row.getInt(3), State.ofWord(row.getString(4)));
    }
}
