package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.OffsetDateTime;
import java.util.List;

class AllProductsTest {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-01T09:00:00Z");

    @Test
    void the_table_of_words_is_read_only_for_conditions_and_orders_that_need_it() {
        InventoryFilter any = new InventoryFilter(List.of(), null, null, true, 3L, false);
        SqlFragment all = AllProducts.statement(InventorySort.AVAILABLE_DOWN, any, NOW);
        assertThat(all.sql())
                .doesNotContain("inventory_search", "{", "}")
                .contains("NOT v.archived", "ORDER BY v.available_stock DESC");
        assertThat(all.parameters()).containsOnlyKeys("now", "availableBelow");

        for (SqlFragment searched :
                List.of(
                        AllProducts.statement(InventorySort.NAME, any, NOW),
                        AllProducts.statement(
                                InventorySort.PRODUCT_ID,
                                new InventoryFilter(List.of("%a%"), null, null, null, null, false),
                                NOW),
                        AllProducts.statement(
                                InventorySort.PRODUCT_ID,
                                new InventoryFilter(List.of(), "s", null, null, null, false),
                                NOW),
                        AllProducts.statement(
                                InventorySort.PRODUCT_ID,
                                new InventoryFilter(List.of(), null, "east", null, null, false),
                                NOW))) {
            assertThat(searched.sql()).containsOnlyOnce("inventory_search");
        }
    }

    @Test
    void an_export_has_no_limit() {
        InventoryFilter words = new InventoryFilter(List.of("%a%"), null, null, null, null, null);
        assertThat(AllProducts.statement(InventorySort.PRODUCT_ID, words, NOW).sql())
                .doesNotContainIgnoringCase("limit ");
    }
}
