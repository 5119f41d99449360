package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.stockledger.query.inventory.search.PastMatches.Way;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the list as of an instant reads a limited number of blocks, whatever the order. The
 * number grows with the depth of the indexes, by the logarithm of the number of products and
 * movements, and not with their number: the same limits hold for a million products and 20 million
 * movements as for the 50,000 of the short run. The exception is the order by the last change,
 * ascending: the oldest movements are skipped one by one, and the page may take longer than the
 * limit of reads.
 */
class PastPlansIT {

    private static final InventoryFilter ANY =
            new InventoryFilter(List.of(), null, null, null, null, false);

    /**
     * The items of a page are read by their keys. With a million products each of the 51 items
     * takes about 200 blocks, and a page up to 10,932; in the short run, whose indexes are a level
     * lower, a page takes up to 2,871. A page that reads the stock of all products takes more than
     * 600,000 blocks even in the short run.
     */
    private static final long PAGE_BLOCKS_MAX = 12_000;

    /** Twice as many products may match the words as match the whole filter. */
    private static final long BLOCKS_PER_MATCH_MAX = 60;

    private static final long GATHERING_BLOCKS_MAX = 1_000;

    private static final String SCAN_OF_STATES = "Seq Scan on (movements|inventory_periods)\\b";

    private static final String SCAN_OF_PRODUCTS = "Seq Scan on inventory_(search|holdings)\\b";

    private static final Pattern BLOCKS =
            Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private static final NamedParameterJdbcTemplate JDBC =
            new NamedParameterJdbcTemplate(PastCatalogue.tables().dataSource());

    private static final Instant MIDDLE = PastCatalogue.middle();

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "UPDATED_AT")
    void a_page_from_the_middle_of_the_list_costs_as_much_as_the_first_page(InventorySort sort) {
        for (InventoryFilter filter :
                List.of(
                        ANY,
                        filter(List.of("%thing%"), null, null, null),
                        filter(List.of(), "warehouse-0", null, null),
                        filter(List.of(), null, true, null),
                        filter(List.of(), null, null, 900L))) {
            String first = plan(sort, filter, null, Way.SCANNED);
            assertThat(blocksOf(first))
                    .as("first page, %s %s\n%s", sort, filter, first)
                    .isLessThan(PAGE_BLOCKS_MAX);
            String later = plan(sort, filter, middleOf(sort), Way.SCANNED);
            assertThat(blocksOf(later))
                    .as("page in the middle, %s %s\n%s", sort, filter, later)
                    .isLessThan(PAGE_BLOCKS_MAX);
            assertThat(first)
                    .doesNotContainPattern(SCAN_OF_STATES)
                    .doesNotContainPattern(SCAN_OF_PRODUCTS);
        }
    }

    /** All movements of earlier rounds have ended; the page begins where they have not. */
    @Test
    void a_page_by_the_last_change_costs_as_much_from_where_the_changes_have_not_ended() {
        Instant round = MIDDLE.minusSeconds(PastCatalogue.PRODUCTS);
        String later =
                plan(
                        InventorySort.UPDATED_AT,
                        ANY,
                        new InventoryCursor(round.toString(), "z", MIDDLE),
                        Way.SCANNED);
        assertThat(blocksOf(later)).as(later).isLessThan(PAGE_BLOCKS_MAX);
    }

    @ParameterizedTest
    @EnumSource
    void few_matches_are_gathered_in_every_order(InventorySort sort) {
        for (InventoryFilter filter :
                List.of(
                        filter(List.of("%kettle%"), null, null, null),
                        filter(List.of("%kettle%"), "warehouse-0", null, 500L),
                        filter(List.of(), "warehouse-7", null, null),
                        filter(List.of(), null, false, null),
                        filter(List.of(), null, null, 3L))) {
            SqlFragment count = PastMatches.count(filter, MIDDLE, 10_001);
            long blocksMax = numberOf(count) * BLOCKS_PER_MATCH_MAX + GATHERING_BLOCKS_MAX;
            for (String plan : List.of(explained(count), plan(sort, filter, null, Way.GATHERED))) {
                assertThat(blocksOf(plan))
                        .as("%s %s\n%s", sort, filter, plan)
                        .isLessThan(blocksMax);
                // The products of the short run have few blocks and may be read as a whole.
                assertThat(plan).doesNotContainPattern(SCAN_OF_STATES);
            }
        }
    }

    private static long numberOf(SqlFragment count) {
        return Objects.requireNonNull(
                JDBC.queryForObject(count.sql(), count.parameterSource(), Long.class));
    }

    @ParameterizedTest
    @EnumSource
    void products_of_the_first_days_are_found_by_their_registration(InventorySort sort) {
        Instant early = Instant.parse("2025-01-01T00:10:00Z");
        SqlFragment count = PastMatches.countRegistered(early, 1_001);
        assertThat(blocksOf(explained(count))).isLessThan(PAGE_BLOCKS_MAX);
        String plan =
                explained(PastPageStatements.page(sort, ANY, null, 51, early, Way.REGISTERED));
        assertThat(blocksOf(plan)).as(plan).isLessThan(600 * 40);
    }

    private static InventoryFilter filter(
            List<String> words,
            @Nullable String warehouseId,
            @Nullable Boolean inStock,
            @Nullable Long availableBelow) {
        return new InventoryFilter(words, null, warehouseId, inStock, availableBelow, false);
    }

    private static InventoryCursor middleOf(InventorySort sort) {
        String key =
                switch (sort) {
                    case AVAILABLE, AVAILABLE_DOWN -> "450";
                    case NAME, NAME_DOWN -> "Thing green mug 7";
                    case UPDATED_AT, UPDATED_AT_DOWN ->
                            MIDDLE.minusSeconds(PastCatalogue.PRODUCTS / 2).toString();
                    case PRODUCT_ID, PRODUCT_ID_DOWN -> "product-5";
                };
        return new InventoryCursor(key, "product-5", MIDDLE);
    }

    private static String plan(
            InventorySort sort, InventoryFilter filter, @Nullable InventoryCursor after, Way way) {
        return explained(PastPageStatements.page(sort, filter, after, 51, MIDDLE, way));
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
