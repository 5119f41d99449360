package io.stockledger.benchmarks.overhttp;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.benchmarks.overhttp.ReadBaselineController.Row;
import io.stockledger.query.generations.CustomPlanTemplate;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * The baseline of the searches: one select with the conditions and the order of the service, whose
 * page Postgres finds by any plan. As in the service, each statement is planned for its words.
 */
@RestController
final class SearchBaselineController {

    private static final String SELECT_PAGE =
            """
            SELECT v.product_id, v.name, v.sku, v.total_stock, v.available_stock, v.reserved_stock,
                   v.warehouses, v.version, v.updated_at
            FROM inventory_view v
            JOIN inventory_search s ON s.product_id = v.product_id
            WHERE NOT v.archived AND NOT s.archived AND v.product_id > ?
            {words}
            ORDER BY {order}
            LIMIT 51
            """;

    private static final String WORD = "AND s.search_text LIKE ?\n";

    private static final int QUERY_TIMEOUT_SECONDS = 60;

    private final JdbcClient jdbc;

    SearchBaselineController(DataSource dataSource) {
        this.jdbc = JdbcClient.create(new CustomPlanTemplate(dataSource, QUERY_TIMEOUT_SECONDS));
    }

    record Page(List<Row> items) {}

    @GetMapping(path = ReadBaselines.SEARCH, produces = APPLICATION_JSON_VALUE)
    Page search(
            @RequestParam("q") String words,
            @RequestParam(name = "sort", defaultValue = "") String sort,
            @RequestParam(name = "after", defaultValue = "") String after) {
        List<Object> parameters = new ArrayList<>(List.of(after));
        for (String word : words.split(" ", -1)) {
            parameters.add('%' + word + '%');
        }
        return new Page(
                jdbc.sql(
                                SELECT_PAGE
                                        .replace("{words}", WORD.repeat(parameters.size() - 1))
                                        .replace(
                                                "{order}",
                                                sort.equals("name")
                                                        ? "s.name_key, s.product_id"
                                                        : "v.product_id"))
                        .params(parameters)
                        .query((row, _) -> Row.of(row))
                        .list());
    }
}
