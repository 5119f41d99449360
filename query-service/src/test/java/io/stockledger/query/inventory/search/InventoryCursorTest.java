package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.stock.InventoryItem;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

class InventoryCursorTest {

    private static final InventoryFilter ANY =
            new InventoryFilter(List.of(), null, null, null, null, false);
    private static final InventoryItem ITEM =
            new InventoryItem(
                    "a/Ü\"b",
                    "Name",
                    "sku",
                    5,
                    4,
                    1,
                    0,
                    0,
                    0,
                    0,
                    4,
                    null,
                    false,
                    List.of(),
                    3,
                    Instant.parse("2026-03-01T09:00:00.123456Z"),
                    null);

    @Test
    void a_cursor_is_read_back_for_its_order_and_filters() {
        for (InventorySort sort : InventorySort.values()) {
            String text = InventoryCursor.write(sort, ANY, null, ITEM);
            assertThat(text).matches("[A-Za-z0-9_-]+");
            assertThat(InventoryCursor.read(text, sort, ANY))
                    .as("%s", sort)
                    .isEqualTo(new InventoryCursor(sort.keyOf(ITEM), "a/Ü\"b"));
        }
    }

    @Test
    void a_cursor_is_not_read_for_another_order_or_filter() {
        String text = InventoryCursor.write(InventorySort.NAME, ANY, null, ITEM);
        assertThat(InventoryCursor.read(text, InventorySort.NAME_DOWN, ANY)).isNull();
        for (InventoryFilter other :
                List.of(
                        new InventoryFilter(List.of("%a%"), null, null, null, null, false),
                        new InventoryFilter(List.of(), "a", null, null, null, false),
                        new InventoryFilter(List.of(), null, "a", null, null, false),
                        new InventoryFilter(List.of(), null, null, true, null, false),
                        new InventoryFilter(List.of(), null, null, null, 5L, false),
                        new InventoryFilter(List.of(), null, null, null, null, true),
                        new InventoryFilter(List.of(), null, null, null, null, null))) {
            assertThat(InventoryCursor.read(text, InventorySort.NAME, other)).isNull();
        }
    }

    @Test
    void a_cursor_of_a_past_list_contains_its_instant_and_is_read_for_the_same_instant_only() {
        Instant asked = Instant.parse("2100-01-01T00:00:00Z");
        Instant now = Instant.parse("2026-03-01T09:00:00Z");
        String text = InventoryCursor.write(InventorySort.NAME, asOf(asked), now, ITEM);
        InventoryCursor read = InventoryCursor.read(text, InventorySort.NAME, asOf(asked));
        assertThat(read)
                .isEqualTo(
                        new InventoryCursor(InventorySort.NAME.keyOf(ITEM), ITEM.productId(), now));
        assertThat(InventoryCursor.read(text, InventorySort.NAME, ANY)).isNull();
        assertThat(InventoryCursor.read(text, InventorySort.NAME, asOf(now))).isNull();
    }

    private static InventoryFilter asOf(Instant instant) {
        return new InventoryFilter(List.of(), null, null, null, null, false, instant);
    }

    @Test
    void a_cursor_with_a_changed_character_is_not_read() {
        String text = InventoryCursor.write(InventorySort.AVAILABLE, ANY, null, ITEM);
        for (int i = 0; i < text.length(); i++) {
            String changed =
                    text.substring(0, i)
                            + (text.charAt(i) == 'A' ? 'B' : 'A')
                            + text.substring(i + 1);
            assertThat(InventoryCursor.read(changed, InventorySort.AVAILABLE, ANY))
                    .as(changed)
                    .isNull();
        }
    }

    /**
     * Its digest is over fewer conditions. It contains the name in lower case, which is at another
     * place of the present order.
     */
    @Test
    void a_cursor_of_the_version_before_the_collation_is_not_read() {
        String before = "eyJrIjoibmFtZSIsInAiOiJhL8OcXCJiIiwiZCI6ImwtRGR6VVpwYVlqMyJ9";
        assertThat(InventoryCursor.read(before, InventorySort.NAME, ANY)).isNull();
    }

    @Test
    void a_text_that_is_not_a_cursor_is_not_read() {
        for (String text : List.of("", "!", "abc", "bnVsbA", json("[]"), json("{\"k\":1}"))) {
            assertThat(InventoryCursor.read(text, InventorySort.PRODUCT_ID, ANY)).as(text).isNull();
        }
    }

    private static String json(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
