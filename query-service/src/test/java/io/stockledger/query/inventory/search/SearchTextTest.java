package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchTextTest {

    @Test
    void a_search_is_split_into_lower_case_words_with_escaped_wildcards() {
        assertThat(SearchText.patterns("  Größe  100%_\\ größe "))
                .containsExactly("%größe%", "%100\\%\\_\\\\%");
        assertThat(SearchText.patterns(" ")).isEmpty();
    }

    @Test
    void no_word_matches_across_name_sku_and_id() {
        assertThat(SearchText.of("Name", "SKU", "ID")).isEqualTo("name\nsku\nid");
    }

    @Test
    void a_long_name_is_sorted_by_its_beginning() {
        assertThat(SearchText.sortName("🎁".repeat(200))).isEqualTo("🎁".repeat(128));
        assertThat(SearchText.sortName("Short")).isEqualTo("short");
    }
}
