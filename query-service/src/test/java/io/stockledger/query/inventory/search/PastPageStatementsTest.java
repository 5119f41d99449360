package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.inventory.search.PastMatches.Way;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class PastPageStatementsTest {

    private static final Instant AS_OF = Instant.parse("2026-01-01T00:00:00Z");

    private static final InventoryFilter ANY =
            new InventoryFilter(List.of(), null, null, null, null, false);

    private static final List<InventoryFilter> FILTERS =
            List.of(
                    ANY,
                    new InventoryFilter(List.of("%a%"), null, null, null, null, false),
                    new InventoryFilter(List.of("%a%", "%b%"), "sku", "east", true, 5L, null),
                    new InventoryFilter(List.of(), null, "east", false, null, true),
                    new InventoryFilter(List.of(), null, null, null, 5L, null));

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):(\\w+)");

    @ParameterizedTest
    @EnumSource
    void a_statement_binds_exactly_the_parameters_in_its_text(InventorySort sort) {
        for (InventoryFilter filter : FILTERS) {
            for (Way way : Way.values()) {
                assertComplete(PastPageStatements.page(sort, filter, null, 51, AS_OF, way));
                assertComplete(
                        PastPageStatements.page(
                                sort,
                                filter,
                                new InventoryCursor("3", "p", AS_OF),
                                51,
                                AS_OF,
                                way));
            }
            assertComplete(PastPageStatements.all(sort, filter, AS_OF));
            assertComplete(PastMatches.count(filter, AS_OF, 10));
        }
        assertComplete(PastMatches.countRegistered(AS_OF, 10));
    }

    @Test
    void a_page_by_id_is_read_from_the_search_rows_of_the_instant() {
        String page = page(InventorySort.PRODUCT_ID, ANY);
        assertThat(page)
                .contains("FROM inventory_search i", "FROM inventory_former_search f")
                .contains("ORDER BY s.product_id ASC")
                .doesNotContain("inventory_periods", "matching", "lapsed k");
    }

    @Test
    void a_page_by_available_stock_is_read_from_the_periods_and_merged_with_lapsed_products() {
        String page = page(InventorySort.AVAILABLE, ANY);
        assertThat(page)
                .contains("FROM inventory_periods k", "FROM lapsed k")
                .contains("ORDER BY k.available_stock ASC, k.product_id ASC")
                .containsOnlyOnce("UNION ALL\n(");
    }

    @Test
    void a_page_with_archived_products_has_one_more_part_in_the_same_order() {
        var any = new InventoryFilter(List.of(), null, null, null, null, null);
        assertThat(page(InventorySort.NAME, any)).contains("NOT s.archived", "AND s.archived");
        assertThat(page(InventorySort.AVAILABLE, any))
                .contains("NOT k.archived", "WHERE k.archived");
    }

    private static String page(InventorySort sort, InventoryFilter filter) {
        return PastPageStatements.page(sort, filter, null, 51, AS_OF, Way.SCANNED).sql();
    }

    private static void assertComplete(SqlFragment statement) {
        Set<String> names = new TreeSet<>();
        Matcher parameters = PARAMETER.matcher(statement.sql());
        while (parameters.find()) {
            names.add(parameters.group(1));
        }
        assertThat(statement.sql()).doesNotContain("{", "}");
        assertThat(statement.parameters().keySet()).as(statement.sql()).isEqualTo(names);
    }
}
