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
            new InventoryFilter(List.of(), null, null, null, null);
    private static final InventoryItem ITEM =
            new InventoryItem(
                    "a/Ü\"b",
                    "Name",
                    "sku",
                    5,
                    4,
                    1,
                    0,
                    List.of(),
                    3,
                    Instant.parse("2026-03-01T09:00:00.123456Z"),
                    null);

    @Test
    void a_cursor_is_read_back_for_its_order_and_filters() {
        for (InventorySort sort : InventorySort.values()) {
            String text = InventoryCursor.write(sort, ANY, ITEM);
            assertThat(text).matches("[A-Za-z0-9_-]+");
            assertThat(InventoryCursor.read(text, sort, ANY))
                    .as("%s", sort)
                    .isEqualTo(new InventoryCursor(sort.keyOf(ITEM), "a/Ü\"b"));
        }
    }

    @Test
    void a_cursor_is_not_read_for_another_order_or_filter() {
        String text = InventoryCursor.write(InventorySort.NAME, ANY, ITEM);
        assertThat(InventoryCursor.read(text, InventorySort.NAME_DOWN, ANY)).isNull();
        for (InventoryFilter other :
                List.of(
                        new InventoryFilter(List.of("%a%"), null, null, null, null),
                        new InventoryFilter(List.of(), "a", null, null, null),
                        new InventoryFilter(List.of(), null, "a", null, null),
                        new InventoryFilter(List.of(), null, null, true, null),
                        new InventoryFilter(List.of(), null, null, null, 5L))) {
            assertThat(InventoryCursor.read(text, InventorySort.NAME, other)).isNull();
        }
    }

    @Test
    void a_cursor_with_a_changed_character_is_not_read() {
        String text = InventoryCursor.write(InventorySort.AVAILABLE, ANY, ITEM);
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
