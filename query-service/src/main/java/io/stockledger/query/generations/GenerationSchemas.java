package io.stockledger.query.generations;

import io.stockledger.query.intake.Projection;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The schemas of the generations and of the views that lead reads to them. What changes views or
 * drops tables waits for reads under way, and reads that come meanwhile wait for it; so it belongs
 * in a transaction with a lock timeout. Thread-safe.
 */
final class GenerationSchemas {

    /** Of tables, or of views that lead to them. */
    private static final String SELECT_LEADING =
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

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    GenerationSchemas(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Where reads of these versions find their tables: the common ones, and each version's. */
    static String searchPath(List<Projection> projections) {
        return projections.stream()
                .map(Generation::viewsSchema)
                .collect(Collectors.joining(",", "public,", ""));
    }

    /** Brings the generation's tables up to date; does nothing where they are. */
    void migrate(Projection projection, Generation generation) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(generation.schema())
                .defaultSchema(generation.schema())
                .createSchemas(true)
                .locations(projection.migrations())
                .load()
                .migrate();
    }

    /** Whether reads of the version are led to this generation, to each of its columns. */
    boolean isLedTo(Projection projection, Generation generation) {
        return jdbc.sql(SELECT_LEADING)
                .params(
                        generation.schema(),
                        Generation.viewsSchema(projection),
                        generation.schema())
                .query(Boolean.class)
                .single();
    }

    /** Leads reads of the generation's version to it. */
    void serve(Generation generation) {
        jdbc.sql(SERVE)
                .params(generation.projection(), generation.version(), generation.number())
                .query(_ -> {});
    }

    /** A line for each table; equal rows give an equal text. */
    String checksums(Generation generation) {
        return jdbc.sql(CHECKSUMS)
                .params(generation.projection(), generation.number())
                .query(String.class)
                .single();
    }

    /** Drops the tables. */
    void drop(Generation generation) {
        jdbc.sql(DROP).params(generation.projection(), generation.number()).query(_ -> {});
    }
}
