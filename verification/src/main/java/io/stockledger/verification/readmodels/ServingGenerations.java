package io.stockledger.verification.readmodels;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The serving generation of each read model, of its newest version.
 *
 * @param byProjection by the name of the read model
 */
public record ServingGenerations(Map<String, Serving> byProjection) {

    private static final String SELECT =
            """
            SELECT DISTINCT ON (projection) projection, generation, projection_version
            FROM public.projections
            WHERE state = 'serving'
            ORDER BY projection, projection_version DESC
            """;

    /**
     * The read models, each with the first version whose tables have the columns that are compared.
     */
    private static final Map<String, Integer> VERIFIED =
            Map.of("inventory", 2, "reservations", 3, "movements", 3, "low_stock", 2_000_000);

    /**
     * A generation.
     *
     * @param version the version of its projection
     */
    public record Serving(int generation, int version) {}

    /**
     * Reads them.
     *
     * @throws UnservedReadModelException if a read model has no serving generation yet, or only one
     *     of an earlier version, which has other tables
     */
    public static ServingGenerations read(Connection connection) throws SQLException {
        var serving = new HashMap<String, Serving>();
        try (PreparedStatement select = connection.prepareStatement(SELECT);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                serving.put(row.getString(1), new Serving(row.getInt(2), row.getInt(3)));
            }
        }
        for (Map.Entry<String, Integer> verified : VERIFIED.entrySet()) {
            Serving newest = serving.get(verified.getKey());
            if (newest == null || newest.version < verified.getValue()) {
                throw new UnservedReadModelException(verified.getKey());
            }
        }
        return new ServingGenerations(serving);
    }

    /** The threshold of the low-stock alerts, which is a part of the version. */
    public long alertsBelow() {
        return of("low_stock").version() % 1_000_000;
    }

    /** The statement with each name such as {@code inventory.} replaced by that of the schema. */
    public String qualified(String sql) {
        String qualified = sql;
        for (String projection : VERIFIED.keySet()) {
            qualified =
                    qualified.replace(
                            '{' + projection + '}',
                            projection + "_g" + of(projection).generation());
        }
        return qualified;
    }

    /** The qualified statement for the products from one id to another, both included. */
    String inRange(String sql) {
        return qualified(sql)
                + " WHERE product_id >= ? COLLATE \"C\" AND product_id <= ? COLLATE \"C\"";
    }

    private Serving of(String projection) {
        Serving serving = byProjection.get(projection);
        if (serving == null) {
            throw new IllegalArgumentException(projection);
        }
        return serving;
    }
}
