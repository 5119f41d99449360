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
 * The cost of a page of a million products in blocks of 8 KiB that Postgres reads. Unlike a time,
 * this number is the same on a busy machine. Every statement runs in every order.
 */
class PlansIT {

    private static final InventoryFilter ANY = filter(List.of(), null, null, null);

    /** The limit for filters with an index and for words that many products contain. */
    private static final long PAGE_BLOCKS_MAX = 20_000;

    /** The limit for counting 10,001 products by key, with four blocks each. */
    private static final long COUNTED_BLOCKS_MAX = 60_000;

    /** The limit for gathering 10,000 products: their matches, words and rows, each by key. */
    private static final long GATHERED_BLOCKS_MAX = 130_000;

    /** The limit for reading the words of all products once, which no index of trigrams avoids. */
    private static final long ALL_WORDS_BLOCKS_MAX = 45_000;

    private static final Pattern BLOCKS =
            Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private static final String KEY_AT =
            """
            SELECT CASE CAST(:order AS text)
                       WHEN 'name' THEN v.name
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
    void page_10000_costs_as_much_as_the_first_page(InventorySort sort) {
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
    void a_filter_that_many_products_meet_is_cheap_in_every_order(InventorySort sort) {
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
    void the_products_of_a_filter_that_few_products_meet_are_gathered_by_its_index_in_every_order(
            InventorySort sort) {
        for (InventoryFilter filter :
                List.of(
                        new InventoryFilter(List.of(), "SKU-77", "warehouse-77", null, null, false),
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
        InventoryFilter sku = new InventoryFilter(List.of(), "SKU-77", null, null, null, false);
        assertThat(blocks(sort, sku, null, false)).isLessThan(PAGE_BLOCKS_MAX);
    }

    @ParameterizedTest
    @EnumSource
    void the_products_of_rare_words_are_gathered_by_the_word_index_in_every_order(
            InventorySort sort) {
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

    @Test
    void a_question_of_32_words_costs_no_more_than_one_of_its_rare_words() {
        List<String> words =
                SearchText.patterns(
                        "thing thin hing thi hin ing red kettle kettl ettle kett ettl ttle ket ett"
                                + " ttl tle sku- sku ku- product- product roduct produc oduct duct"
                                + " uct duc odu rod pro prod");
        assertThat(words).hasSize(SearchText.WORDS_MAX);
        InventoryFilter filter = filter(words, null, null, null);
        assertThat(isGathered(filter)).isTrue();
        String plan = plan(InventorySort.NAME, filter, null, true);
        assertThat(blocksOf(plan)).as(plan).isLessThan(GATHERED_BLOCKS_MAX);
        assertThat(plan).contains("inventory_search_by_words");
    }

    /** A word of one or two letters has no trigram, so the trigram index does not find it. */
    @ParameterizedTest
    @EnumSource
    void words_of_one_or_two_letters_cost_at_most_reading_the_words_of_all_products_once(
            InventorySort sort) {
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
    void counting_the_matches_stops_at_the_limit() {
        for (InventoryFilter filter :
                List.of(
                        filter(List.of("%thing%"), null, null, null),
                        filter(List.of("%red%"), null, null, null),
                        filter(List.of("%e%"), null, null, null),
                        filter(List.of(), "warehouse-0", null, null),
                        filter(List.of(), null, null, 900L))) {
            String plan = explained(PageStatements.count(filter, InventoryPages.GATHERED_MAX + 1));
            assertThat(blocksOf(plan)).as("%s\n%s", filter, plan).isLessThan(COUNTED_BLOCKS_MAX);
        }
    }

    private static InventoryFilter filter(
            List<String> words,
            @Nullable String warehouseId,
            @Nullable Boolean inStock,
            @Nullable Long availableBelow) {
        return new InventoryFilter(words, null, warehouseId, inStock, availableBelow, false);
    }

    private static InventoryCursor after499950(InventorySort sort) {
        return JDBC.queryForObject(
                KEY_AT.replace("{order}", sort.order()),
                new MapSqlParameterSource("order", sort.word().replace("-", "")),
                (row, _) -> new InventoryCursor(row.getString(1), row.getString(2)));
    }

    private static boolean isGathered(InventoryFilter filter) {
        SqlFragment count = PageStatements.count(filter, InventoryPages.GATHERED_MAX + 1);
        Long matching = JDBC.queryForObject(count.sql(), count.parameterSource(), Long.class);
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
        return explained(PageStatements.page(sort, filter, after, 51, Catalogue.NOW, gathered));
    }

    private static String explained(SqlFragment statement) {
        return String.join(
                "\n",
                JDBC.queryForList(
                        "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + statement.sql(),
                        statement.parameterSource(),
                        String.class));
    }

    /** The blocks of the whole statement, which the first line with buffers contains. */
    private static long blocksOf(String plan) {
        Matcher blocks = BLOCKS.matcher(plan);
        assertThat(blocks.find()).as(plan).isTrue();
        return number(blocks.group(1)) + number(blocks.group(2));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
