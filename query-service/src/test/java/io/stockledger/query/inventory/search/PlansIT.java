package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page of a million products costs, in blocks of 8 KiB that are looked at: a count that,
 * other than a time, is the same on a busy machine. Each statement is run, in every order.
 */
class PlansIT {

    private static final InventoryFilter ANY = filter(List.of(), null, null, null);

    /** What filters with an index, and words that a page's order meets soon, may look at. */
    private static final long PAGE_BLOCKS_MAX = 20_000;

    /** Counting to 10,001 by key, four blocks each. */
    private static final long COUNTED_BLOCKS_MAX = 60_000;

    /** 10,000 products gathered: what they match, their words and their rows, each by key. */
    private static final long GATHERED_BLOCKS_MAX = 130_000;

    /** The words of all products once: what no index knows, because it has no three letters. */
    private static final long ALL_WORDS_BLOCKS_MAX = 45_000;

    private static final Pattern BLOCKS =
            Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private static final String KEY_AT =
            """
            SELECT CASE CAST(:order AS text)
                       WHEN 'name' THEN s.sort_name
                       WHEN 'available' THEN CAST(v.available_stock AS text)
                       WHEN 'updatedAt' THEN to_char(v.updated_at AT TIME ZONE 'UTC',
                           'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                       ELSE v.product_id
                   END AS key,
                   v.product_id
            FROM inventory_view v
            JOIN inventory_search s ON s.product_id = v.product_id
            ORDER BY {order}
            OFFSET 499950
            LIMIT 1
            """;

    private static final NamedParameterJdbcTemplate JDBC =
            new NamedParameterJdbcTemplate(Catalogue.million().dataSource());

    @ParameterizedTest
    @EnumSource
    void the_10000th_page_costs_what_the_first_does(InventorySort sort) {
        InventoryCursor deep = after499950(sort);
        for (InventoryFilter filter :
                List.of(
                        ANY,
                        filter(List.of("%thing%"), null, null, null),
                        filter(List.of("%g%"), null, null, null),
                        filter(List.of(), null, true, null),
                        filter(List.of(), null, null, 900L))) {
            long first = blocks(sort, filter, null, false);
            long later = blocks(sort, filter, deep, false);
            assertThat(first).as("first page, %s %s", sort, filter).isLessThan(PAGE_BLOCKS_MAX);
            assertThat(later)
                    .as("page 10,000, %s %s, the first took %s", sort, filter, first)
                    .isLessThan(first + first / 4 + 300);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_many_products_match_is_met_soon_in_every_order(InventorySort sort) {
        for (InventoryFilter filter :
                List.of(
                        filter(List.of(), "warehouse-0", null, null),
                        filter(List.of("%thing%"), "warehouse-0", null, null),
                        filter(List.of(), "warehouse-0", true, null),
                        filter(List.of("%mug%"), null, null, 900L))) {
            assertThat(isGathered(filter)).as("gathered: %s", filter).isFalse();
            assertThat(blocks(sort, filter, null, false))
                    .as("%s %s", sort, filter)
                    .isLessThan(PAGE_BLOCKS_MAX);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_few_products_match_is_gathered_by_its_index_in_every_order(InventorySort sort) {
        for (InventoryFilter filter :
                List.of(
                        new InventoryFilter(List.of(), "SKU-77", "warehouse-77", null, null),
                        filter(List.of(), "warehouse-7", null, null),
                        filter(List.of(), "warehouse-7", false, null),
                        filter(List.of(), "warehouse-0", false, null),
                        filter(List.of(), "nowhere", null, null),
                        filter(List.of(), null, false, null),
                        filter(List.of(), null, null, 3L),
                        filter(List.of(), null, true, 3L),
                        filter(List.of(), null, false, 3L))) {
            assertThat(isGathered(filter)).as("gathered: %s", filter).isTrue();
            assertThat(blocks(sort, filter, null, true))
                    .as("%s %s", sort, filter)
                    .isLessThan(GATHERED_BLOCKS_MAX);
        }
        InventoryFilter sku = new InventoryFilter(List.of(), "SKU-77", null, null, null);
        assertThat(blocks(sort, sku, null, false)).isLessThan(PAGE_BLOCKS_MAX);
    }

    @ParameterizedTest
    @EnumSource
    void words_of_few_products_are_gathered_by_their_index_in_every_order(InventorySort sort) {
        for (InventoryFilter filter :
                List.of(
                        filter(List.of("%kettle%"), null, null, null),
                        filter(List.of("%red%", "%kettle%"), "warehouse-0", null, null),
                        filter(List.of("%kettle%"), "warehouse-7", null, null),
                        filter(List.of("%kettle%"), null, true, null),
                        filter(List.of("%kettle%"), null, null, 3L),
                        filter(List.of("%abcd%"), null, null, null),
                        filter(List.of("%no such thing%"), null, true, null))) {
            assertThat(isGathered(filter)).as("gathered: %s", filter).isTrue();
            String plan = plan(sort, filter, null, true);
            assertThat(blocksOf(plan))
                    .as("%s %s\n%s", sort, filter, plan)
                    .isLessThan(GATHERED_BLOCKS_MAX);
            assertThat(plan)
                    .contains("inventory_search_by_words")
                    .doesNotContain("Seq Scan on inventory_view", "Seq Scan on inventory_search");
        }
    }

    /** Neither has a trigram: an index of those tells nothing of it. */
    @ParameterizedTest
    @EnumSource
    void words_of_one_or_two_letters_cost_the_words_of_all_products_at_most(InventorySort sort) {
        InventoryFilter common = filter(List.of("%t%", "%th%"), null, null, null);
        assertThat(isGathered(common)).isFalse();
        assertThat(blocks(sort, common, null, false)).isLessThan(PAGE_BLOCKS_MAX);

        for (InventoryFilter rare :
                List.of(
                        filter(List.of("%zz%"), null, null, null),
                        filter(List.of("%thing%", "%zz%"), null, null, null),
                        filter(List.of("%zz%"), null, true, null))) {
            assertThat(isGathered(rare)).isTrue();
            assertThat(blocks(sort, rare, null, true))
                    .as("%s %s", sort, rare)
                    .isLessThan(ALL_WORDS_BLOCKS_MAX);
        }
    }

    @Test
    void counting_what_matches_ends_as_soon_as_it_is_too_much() {
        for (InventoryFilter filter :
                List.of(
                        filter(List.of("%thing%"), null, null, null),
                        filter(List.of("%red%"), null, null, null),
                        filter(List.of("%e%"), null, null, null),
                        filter(List.of(), "warehouse-0", null, null),
                        filter(List.of(), null, null, 900L))) {
            String plan =
                    explained(
                            PageStatements.counting(filter),
                            InventoryPages.parameters(filter, null, 51, Catalogue.NOW));
            assertThat(blocksOf(plan)).as("%s\n%s", filter, plan).isLessThan(COUNTED_BLOCKS_MAX);
        }
    }

    private static InventoryFilter filter(
            List<String> words,
            @Nullable String warehouseId,
            @Nullable Boolean inStock,
            @Nullable Long availableBelow) {
        return new InventoryFilter(words, null, warehouseId, inStock, availableBelow);
    }

    private static InventoryCursor after499950(InventorySort sort) {
        return JDBC.queryForObject(
                KEY_AT.replace("{order}", sort.orderBy()),
                new MapSqlParameterSource("order", sort.word().replace("-", "")),
                (row, _) -> new InventoryCursor(row.getString(1), row.getString(2)));
    }

    private static boolean isGathered(InventoryFilter filter) {
        Long matching =
                JDBC.queryForObject(
                        PageStatements.counting(filter),
                        InventoryPages.parameters(filter, null, 51, Catalogue.NOW),
                        Long.class);
        return matching != null && matching <= InventoryPages.GATHERED_MAX;
    }

    private static long blocks(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            boolean gathered) {
        return blocksOf(plan(sort, filter, after, gathered));
    }

    private static String plan(
            InventorySort sort,
            InventoryFilter filter,
            @Nullable InventoryCursor after,
            boolean gathered) {
        return explained(
                PageStatements.of(sort, filter, gathered),
                InventoryPages.parameters(filter, after, 51, Catalogue.NOW));
    }

    private static String explained(String sql, MapSqlParameterSource parameters) {
        return String.join(
                "\n",
                JDBC.queryForList(
                        "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + sql, parameters, String.class));
    }

    /** Of the whole statement, which the first line of the plan's tells. */
    private static long blocksOf(String plan) {
        Matcher blocks = BLOCKS.matcher(plan);
        assertThat(blocks.find()).as(plan).isTrue();
        return number(blocks.group(1)) + number(blocks.group(2));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
