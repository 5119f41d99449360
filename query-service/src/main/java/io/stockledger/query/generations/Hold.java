package io.stockledger.query.generations;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The state of a held product that an answer about it has to show: how complete its read model was
 * when the product became held. A product is held for answers if any read model of the replica's
 * versions holds it.
 *
 * <p>The two columns cost a read next to nothing while no product is held: Postgres finds once per
 * statement that {@code held_products} is empty.
 *
 * @param position every event of the product up to this log position is applied
 * @param completeThrough every event of the product that was published up to this instant is
 *     applied
 */
public record Hold(long position, Instant completeThrough) {

    /** The name of the column with the hold of a row's product. */
    public static final String COLUMN = "hold";

    /** The name of the column with the hold of all products together. */
    public static final String COLUMN_OF_ALL = "hold_of_all";

    /** The schemas in the search path of a read are those of the replica's versions. */
    private static final String AGGREGATE =
            """
            SELECT ARRAY[min(coalesce(h.position, 0)), CAST(extract(epoch
                FROM min(coalesce(h.complete_through, h.since))) * 1000000 AS bigint)]
                AS {name}
            FROM held_products h
            JOIN projections g ON g.projection = h.projection AND g.generation = h.generation
            WHERE g.state = 'serving'
                AND g.projection || '_v' || g.projection_version = ANY (current_schemas(false))
            """;

    /**
     * A statement with one row per product of a list, which may have no rows in a read model: the
     * column {@value #COLUMN}. Its parameter is an array of product ids.
     */
    public static final String SELECT_OF_PRODUCTS =
            "SELECT " + column("p.product_id") + " FROM unnest(?) AS p (product_id)";

    /**
     * A column for a select list, {@value #COLUMN}: the hold of one product; null if it is not
     * held.
     *
     * @param productId an SQL expression of the surrounding statement
     */
    public static String column(String productId) {
        return """
        CASE WHEN EXISTS (SELECT FROM held_products) THEN (
        {aggregate}
            AND h.product_id = {productId}
        HAVING count(*) > 0) END AS {column}\
        """
                .replace("{aggregate}", AGGREGATE.stripTrailing())
                .replace("{name}", COLUMN)
                .replace("{productId}", productId)
                .replace("{column}", COLUMN);
    }

    /**
     * A column for a select list, {@value #COLUMN_OF_ALL}: the hold of all held products; null if
     * none is held.
     */
    public static String columnOfAll() {
        return "(" + selectOfAll() + ") AS " + COLUMN_OF_ALL;
    }

    /** A statement with at most one row, which has this column. */
    static String selectOfAll() {
        return AGGREGATE.replace("{name}", COLUMN_OF_ALL) + "HAVING count(*) > 0";
    }

    /** The hold in a column of one of these kinds; null if the column is null. */
    public static @Nullable Hold read(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        Long[] values = (Long[]) array.getArray();
        return new Hold(values[0], Instant.EPOCH.plus(values[1], ChronoUnit.MICROS));
    }
}
