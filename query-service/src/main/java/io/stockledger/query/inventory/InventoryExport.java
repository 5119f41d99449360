package io.stockledger.query.inventory;

import io.stockledger.query.exports.ExportFormat;
import io.stockledger.query.exports.ExportOutput;
import io.stockledger.query.exports.Exports;
import io.stockledger.query.exports.JsonLines;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.inventory.search.AllProducts;
import io.stockledger.query.inventory.search.AllProducts.ItemWriter;
import io.stockledger.query.inventory.search.InventoryFilter;
import io.stockledger.query.inventory.search.InventorySort;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Clock;

/** Answers a request for a list with a file of all its products. Thread-safe. */
final class InventoryExport {

    private static final String FILE_NAME = "stock";

    private final Exports exports;
    private final AllProducts products;
    private final JsonMapper mapper;
    private final Clock clock;

    InventoryExport(Exports exports, JsonMapper mapper, Clock clock) {
        this.exports = exports;
        this.products = new AllProducts(clock);
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Sends the file; any held product lowers its freshness, since it may be missing. */
    void send(
            ExportFormat format,
            InventorySort sort,
            InventoryFilter filter,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        exports.send(
                request,
                response,
                format,
                FILE_NAME,
                (snapshot, out) -> {
                    var held = HeldRows.noRows(JdbcClient.create(snapshot.getJdbcTemplate()));
                    HeldFreshness.apply(response, held.holds(), clock.instant());
                    ItemWriter lines = lines(format, out);
                    products.read(
                            snapshot,
                            sort,
                            filter,
                            item -> {
                                lines.write(item);
                                out.endRow();
                            });
                });
    }

    private ItemWriter lines(ExportFormat format, ExportOutput out) throws IOException {
        return switch (format) {
            case CSV -> InventoryCsv.begin(out)::write;
            case JSON_LINES -> new JsonLines(mapper, out)::write;
        };
    }
}
