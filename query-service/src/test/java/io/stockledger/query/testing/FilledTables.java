package io.stockledger.query.testing;

import io.stockledger.query.app.ReadModels;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.intake.Projection;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

/** A new views database with enough rows that Postgres chooses the plans of production. */
public final class FilledTables {

    private static final String INDEX_DEFINITION =
            """
            SELECT schemaname || '.' || indexname, indexdef FROM pg_indexes WHERE indexname = ?
            """;

    private static final Pattern OF_HELD_PRODUCTS =
            Pattern.compile("Seq Scan on (held_products|projections)\\b");

    private record Index(String name, String definition) {}

    private final DataSource dataSource;

    /** Fills tables with rows. */
    @FunctionalInterface
    public interface Fill {

        void run(Connection connection) throws SQLException;

        /** Fills tables by one statement. */
        static Fill by(String sql) {
            return connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            };
        }
    }

    /** Creates the tables and runs the statements that fill them with rows. */
    public FilledTables(String... fills) {
        this(List.of(), Stream.of(fills).map(Fill::by).toList());
    }

    /**
     * Creates the tables and fills them with rows. Some indexes are dropped before that and built
     * afterwards, which is several times cheaper than adding the rows to them.
     */
    public FilledTables(List<String> indexesBuiltLast, List<Fill> fills) {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        var connections =
                new DriverManagerDataSource(
                        database.jdbcUrl(),
                        database.applicationUser(),
                        database.applicationPassword());
        List<Projection> projections = ReadModels.registered(10).projections();
        var properties = new Properties();
        properties.setProperty("currentSchema", Generations.searchPath(projections));
        connections.setConnectionProperties(properties);
        dataSource = connections;
        Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema("public")
                .locations("classpath:io/stockledger/query/generations/migrations")
                .load()
                .migrate();
        new Generations(dataSource, projections).register();
        JdbcClient jdbc = JdbcClient.create(dataSource);
        List<Index> builtLast =
                indexesBuiltLast.stream()
                        .map(
                                index ->
                                        jdbc.sql(INDEX_DEFINITION)
                                                .param(index)
                                                .query(
                                                        (row, _) ->
                                                                new Index(
                                                                        row.getString(1),
                                                                        row.getString(2)))
                                                .single())
                        .toList();
        builtLast.forEach(index -> jdbc.sql("DROP INDEX " + index.name).update());
        run(fills);
        builtLast.forEach(index -> jdbc.sql(index.definition).update());
        jdbc.sql("VACUUM ANALYZE").update();
    }

    private void run(List<Fill> fills) {
        try (Connection connection = dataSource.getConnection()) {
            for (Fill fill : fills) {
                fill.run(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be filled", e);
        }
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * The generic plan of a statement, which holds for any parameters. Postgres uses it for a
     * statement that the driver has prepared and executed several times. Lines about the tables of
     * held products are left out, because these tables have hardly any rows.
     *
     * @param types the types of the parameters in their order
     */
    public String keptPlan(String sql, String... types) throws SQLException {
        String numbered = sql;
        for (int i = 0; i < types.length; i++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + (i + 1));
        }
        String declared = listed(List.of(types));
        String nulls = listed(Collections.nCopies(types.length, "NULL"));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE kept" + declared + " AS " + numbered);
            var plan = new StringBuilder();
            try (ResultSet row = statement.executeQuery("EXPLAIN EXECUTE kept" + nulls)) {
                while (row.next()) {
                    if (!OF_HELD_PRODUCTS.matcher(row.getString(1)).find()) {
                        plan.append(row.getString(1)).append('\n');
                    }
                }
            }
            return plan.toString();
        }
    }

    private static String listed(List<String> parameters) {
        return parameters.isEmpty() ? "" : " (" + String.join(", ", parameters) + ")";
    }
}
