package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class PageStatementsTest {

    private static final InventoryFilter ANY =
            new InventoryFilter(List.of(), null, null, null, null, false);

    private static final List<InventoryFilter> FILTERS =
            List.of(
                    ANY,
                    new InventoryFilter(List.of("%a%"), null, null, null, null, false),
                    new InventoryFilter(List.of("%a%", "%b%"), "sku", "east", true, 5L, false),
                    new InventoryFilter(List.of(), null, "east", false, null, false),
                    new InventoryFilter(List.of(), null, null, null, 5L, false),
                    new InventoryFilter(List.of(), null, null, null, 5L, null),
                    new InventoryFilter(List.of("%a%"), null, "east", null, null, true));

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-01T09:00:00Z");
    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");

    @ParameterizedTest
    @EnumSource
    void a_statement_binds_exactly_the_parameters_in_its_text(InventorySort sort) {
        for (InventoryFilter filter : FILTERS) {
            for (boolean gathered : new boolean[] {false, true}) {
                assertComplete(page(sort, filter, null, gathered));
                assertComplete(page(sort, filter, new InventoryCursor("3", "p"), gathered));
            }
            assertComplete(PageStatements.count(filter, 10));
        }
    }

    @Test
    void a_page_without_filters_has_only_the_condition_that_products_are_not_archived() {
        SqlFragment page = page(InventorySort.NAME, ANY, null, false);
        assertThat(page.parameters()).containsOnlyKeys("limit", "now");
        assertThat(page.sql())
                .contains("WHERE NOT v.archived\nAND NOT s.archived")
                .doesNotContain("IS NULL", "s.sku =", "LIKE", "available_stock >", ":after");
    }

    @Test
    void a_page_with_filters_has_one_condition_per_filter() {
        SqlFragment page =
                page(
                        InventorySort.NAME,
                        new InventoryFilter(List.of("%a%"), "sku", "east", null, null, false),
                        new InventoryCursor("name", "p"),
                        false);
        assertThat(page.sql())
                .containsOnlyOnce("s.sku = :sku")
                .containsOnlyOnce("s.search_text LIKE :word1")
                .containsOnlyOnce("h.warehouse_id = :warehouseId")
                .containsOnlyOnce("(s.name_key, s.product_id) > (:afterKey, :afterId)");
        assertThat(page.parameters())
                .containsOnlyKeys(
                        "sku", "word1", "warehouseId", "afterKey", "afterId", "limit", "now");
    }

    /** A product with no recorded available stock has some once a reservation has lapsed. */
    @Test
    void products_in_stock_are_not_gathered_by_their_recorded_available_stock() {
        InventoryFilter filter = new InventoryFilter(List.of(), null, null, true, 3L, false);
        assertThat(PageStatements.count(filter, 10).sql())
                .contains("v.available_stock < :availableBelow")
                .doesNotContain("available_stock > 0");
    }

    private static SqlFragment page(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            boolean gathered) {
        return PageStatements.page(sort, filter, after, 51, NOW, gathered);
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
