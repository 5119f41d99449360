package io.stockledger.benchmarks.overhttp;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** The baselines of the GET requests: a constant answer, and one bare select. */
@RestController
final class ReadBaselineController {

    private static final byte[] ANSWER =
            """
            {"productId":"product-000001","name":"Product number 1","sku":"SKU-1","totalStock":1000000,\
            "availableStock":1000000,"reservedStock":0,"shortfall":0,"warehouses":[{"warehouseId":"main",\
            "quantity":1000000}],"version":1,"updatedAt":"2026-03-01T09:00:00.123456Z"}\
            """
                    .getBytes(UTF_8);

    private static final String SELECT_ROW =
            """
            SELECT product_id, name, sku, total_stock, available_stock, reserved_stock, warehouses,
                   version, updated_at
            FROM inventory_view
            WHERE product_id = ?
            """;

    private final JdbcClient jdbc;

    ReadBaselineController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(
            String productId,
            String name,
            String sku,
            long totalStock,
            long availableStock,
            long reservedStock,
            String warehouses,
            long version,
            OffsetDateTime updatedAt) {

        /** From the columns of a select, in this order. */
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getString(7),
                    row.getLong(8),
                    row.getObject(9, OffsetDateTime.class));
        }
    }

    @GetMapping(path = ReadBaselines.CONSTANT + "{productId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> constant(@PathVariable String productId) {
        return ResponseEntity.ok().eTag("1").body(ANSWER);
    }

    @GetMapping(path = ReadBaselines.SELECT + "{productId}", produces = APPLICATION_JSON_VALUE)
    ResponseEntity<Row> select(@PathVariable String productId) {
        Row row = jdbc.sql(SELECT_ROW).param(productId).query((r, _) -> Row.of(r)).single();
        return ResponseEntity.ok().eTag(Long.toString(row.version())).body(row);
    }
}
