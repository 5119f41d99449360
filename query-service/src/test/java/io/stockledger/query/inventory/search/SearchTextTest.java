package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchTextTest {

    @Test
    void a_question_is_its_words_in_lower_case_with_wildcards_taken_literally() {
        assertThat(SearchText.patterns("  Größe  100%_\\ größe "))
                .containsExactly("%größe%", "%100\\%\\_\\\\%");
        assertThat(SearchText.patterns(" ")).isEmpty();
    }

    @Test
    void no_word_matches_across_name_sku_and_id() {
        assertThat(SearchText.of("Name", "SKU", "ID")).isEqualTo("name\nsku\nid");
    }

    @Test
    void a_long_name_sorts_by_its_beginning() {
        assertThat(SearchText.sortName("🎁".repeat(200))).isEqualTo("🎁".repeat(128));
        assertThat(SearchText.sortName("Short")).isEqualTo("short");
    }
}
