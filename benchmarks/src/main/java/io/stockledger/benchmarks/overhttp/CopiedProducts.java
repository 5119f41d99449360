package io.stockledger.benchmarks.overhttp;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.database.ViewsDatabase;

import org.postgresql.PGConnection;

import java.io.OutputStream;
import java.sql.Connection;

/**
 * All products with the columns of an export, copied as CSV by Postgres itself. An export also
 * reads the holds and computes the available stock.
 */
final class CopiedProducts extends WholeFiles {

    private static final String COPY =
            """
            COPY (
                SELECT v.product_id, v.name, v.sku, v.safety_stock, v.backorder_limit,
                    v.reorder_point, v.archived, v.reserved_stock, v.warehouses,
                    v.blocked_by_warehouse, v.reserved_by_warehouse, v.version, v.updated_at,
                    l.lapsed_stock, l.lapsed_by_warehouse
                FROM inventory_view v
                LEFT JOIN (
                    SELECT r.product_id, rh.version, sum(r.reserved) AS lapsed_stock,
                        CAST(NULL AS jsonb) AS lapsed_by_warehouse
                    FROM reservations r
                    JOIN reservation_heads rh ON rh.product_id = r.product_id
                    WHERE r.expires_at <= now()
                    GROUP BY r.product_id, rh.version
                ) AS l ON l.product_id = v.product_id AND l.version = v.version
                WHERE NOT v.archived
                ORDER BY v.product_id
            ) TO STDOUT (FORMAT csv)
            """;

    private final ViewsDatabase views;

    CopiedProducts(ViewsDatabase views, long products) {
        super(products, products);
        this.views = views;
    }

    @Override
    void read(OutputStream to) throws Exception {
        try (HikariDataSource pool = views.query();
                Connection connection = pool.getConnection()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY, to);
        }
    }
}
