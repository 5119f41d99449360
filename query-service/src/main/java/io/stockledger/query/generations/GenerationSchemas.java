package io.stockledger.query.generations;

import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The schemas of the read models. The tables of a generation are in their own schema, such as
 * {@code inventory_g2}. Reads of a version go through views in another schema, such as {@code
 * inventory_v1}, which select from the tables of one generation.
 *
 * <p>A statement that replaces views or drops tables waits for the reads that use them, and later
 * reads wait behind it. Call it in a transaction with a lock timeout. Thread-safe.
 */
public final class GenerationSchemas {

    /** Compares the columns of the tables with those of the views that select from them. */
    private static final String SELECT_WHETHER_VIEWS_LEAD_TO =
            """
            SELECT (SELECT count(*) FROM information_schema.columns c
                    JOIN information_schema.tables t USING (table_schema, table_name)
                    WHERE c.table_schema = ? AND t.table_type = 'BASE TABLE'
                        AND c.table_name <> 'flyway_schema_history')
                = (SELECT count(*) FROM information_schema.view_column_usage
                   WHERE view_schema = ? AND table_schema = ?)
            """;

    private static final String SERVE = "SELECT serve_generation(?, ?, ?)";

    private static final String CHECKSUMS = "SELECT generation_checksums(?, ?)";

    private static final String DROP = "SELECT drop_generation(?, ?)";

    private static final String SEARCH_PATH = "search_path";
    private static final String SET_SEARCH_PATH = "SELECT set_config('search_path', ?, false)";

    private static final String SET_LOCAL_SEARCH_PATH = "SELECT set_config('search_path', ?, true)";

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    GenerationSchemas(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The {@code search_path} of reads: the common tables, then the views of each version. */
    static String searchPath(List<? extends ReadModel> readModels) {
        return readModels.stream()
                .map(GenerationSchemas::viewsSchema)
                .collect(Collectors.joining(",", "public,", ""));
    }

    private static String viewsSchema(ReadModel readModel) {
        return readModel.name() + "_v" + readModel.version();
    }

    /**
     * Sets the {@code search_path} of a connection to the tables of the generations. The connection
     * keeps it beyond the transaction, because after each change of it the driver prepares all its
     * statements again.
     */
    public static void setSearchPath(Connection connection, Collection<Generation> generations)
            throws SQLException {
        String path =
                generations.stream()
                        .map(Generation::schema)
                        .collect(Collectors.joining(", ", "", ", public"));
        // Null with a server before version 18, which does not report it.
        String before = connection.unwrap(PGConnection.class).getParameterStatus(SEARCH_PATH);
        if (path.equals(before)) {
            return;
        }
        try (var set = connection.prepareStatement(SET_SEARCH_PATH)) {
            set.setString(1, path);
            set.execute();
        }
    }

    /**
     * Puts the tables of the generations before the views in the {@code search_path} of the present
     * transaction. The schemas of the views stay in it, because holds are found by them.
     */
    static void readTables(
            JdbcClient transaction,
            List<? extends ReadModel> readModels,
            List<Generation> generations) {
        String path =
                generations.stream()
                        .map(Generation::schema)
                        .collect(Collectors.joining(",", "", "," + searchPath(readModels)));
        transaction.sql(SET_LOCAL_SEARCH_PATH).param(path).query(_ -> {});
    }

    /** Runs the migrations of a generation that its schema lacks. */
    void migrate(ReadModel readModel, Generation generation) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(generation.schema())
                .defaultSchema(generation.schema())
                .createSchemas(true)
                .locations(readModel.migrations())
                .load()
                .migrate();
    }

    /** Whether the views of the version select every column of this generation's tables. */
    boolean isServed(ReadModel readModel, Generation generation) {
        return jdbc.sql(SELECT_WHETHER_VIEWS_LEAD_TO)
                .params(generation.schema(), viewsSchema(readModel), generation.schema())
                .query(Boolean.class)
                .single();
    }

    /** Replaces the views of the generation's version by views of its tables. */
    void serve(Generation generation) {
        jdbc.sql(SERVE)
                .params(generation.projection(), generation.version(), generation.number())
                .query(_ -> {});
    }

    /** One line per table with a count and a hash of its rows; equal rows give an equal text. */
    String checksums(Generation generation) {
        return jdbc.sql(CHECKSUMS)
                .params(generation.projection(), generation.number())
                .query(String.class)
                .single();
    }

    /** Drops the tables, with the progress and the held products of the generation. */
    void drop(Generation generation) {
        jdbc.sql(DROP).params(generation.projection(), generation.number()).query(_ -> {});
    }
}
