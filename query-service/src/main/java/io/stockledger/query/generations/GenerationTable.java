package io.stockledger.query.generations;

import io.stockledger.query.generations.Generation.State;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which generations a batch is projected into. A batch's transaction holds the state of all
 * generations still by a shared lock; {@link #lockStates} takes it alone to change one, so that no
 * batch is under way that knows only the state before.
 */
public final class GenerationTable {

    private static final String LOCK_STATES = "SELECT pg_advisory_xact_lock(740, 1)";

    private static final String SELECT_FED =
            """
            SELECT projection, generation, projection_version, state
            FROM projections
            WHERE state NOT IN ('dropping', 'dropped')
            ORDER BY projection, generation
            """;

    /** Two statements on one way: the second one sees what the first has waited for. */
    private static final String HOLD_AND_SELECT_FED =
            "SELECT pg_advisory_xact_lock_shared(740, 1);\n" + SELECT_FED;

    private static final String SEARCH_PATH = "search_path";
    private static final String SET_SEARCH_PATH = "SELECT set_config('search_path', ?, false)";

    private GenerationTable() {}

    /** Waits for the batches under way and keeps others out to the end of the transaction. */
    public static void lockStates(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement(LOCK_STATES)) {
            lock.execute();
        }
    }

    /** The generations that have tables, of all versions. */
    public static List<Generation> present(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT_FED)) {
            return generations(select.executeQuery());
        }
    }

    /**
     * The same, with their states kept as they are to the end of the transaction, together with
     * other batches.
     */
    public static List<Generation> heldPresent(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(HOLD_AND_SELECT_FED)) {
            select.execute();
            if (!select.getMoreResults()) {
                throw new SQLException("the generations were not told after their lock");
            }
            return generations(select.getResultSet());
        }
    }

    private static List<Generation> generations(ResultSet row) throws SQLException {
        var generations = new ArrayList<Generation>();
        while (row.next()) {
            generations.add(
                    new Generation(
                            row.getString(1),
                            row.getInt(2),
                            row.getInt(3),
                            State.ofWord(row.getString(4))));
        }
        return generations;
    }

    /**
     * Makes unqualified names those of the generations' tables. The connection keeps that beyond
     * the transaction: each change of it makes the driver have all its statements parsed and
     * planned anew.
     */
    public static void enter(Connection connection, Collection<Generation> generations)
            throws SQLException {
        String path =
                generations.stream()
                        .map(Generation::schema)
                        .collect(Collectors.joining(", ", "", ", public"));
        // Null where the server, before version 18, does not report it.
        String before = connection.unwrap(PGConnection.class).getParameterStatus(SEARCH_PATH);
        if (path.equals(before)) {
            return;
        }
        try (var set = connection.prepareStatement(SET_SEARCH_PATH)) {
            set.setString(1, path);
            set.execute();
        }
    }
}
