package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

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
                    0);

    @Test
    void a_cursor_reads_back_for_the_question_it_was_written_for() {
        for (InventorySort sort : InventorySort.values()) {
            String text = InventoryCursor.write(sort, ANY, ITEM);
            assertThat(text).matches("[A-Za-z0-9_-]+");
            assertThat(InventoryCursor.read(text, sort, ANY))
                    .as("%s", sort)
                    .isEqualTo(new InventoryCursor(sort.keyOf(ITEM), "a/Ü\"b"));
        }
    }

    @Test
    void a_cursor_is_none_for_any_other_question() {
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
    void a_cursor_with_any_character_changed_is_none() {
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
    void text_that_is_no_cursor_is_none() {
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
