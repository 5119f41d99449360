package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class SearchTextTest {

    @ParameterizedTest
    @CsvSource({
        "KETTLE, kettle",
        "ÉCLAIR, eclair",
        "crème brûlée, creme brulee",
        "ñandú, nandu",
        "Übergröße, ubergrosse",
        "STRAẞE, strasse",
        "Søren, soren",
        "Ǿrsted, orsted",
        "Łódź, lodz",
        "Đorđe, dorde",
        "Æther, aether",
        "ǽther, aether",
        "Œuvre, oeuvre",
        "Garðar Þór, gardar thor",
        "ĦAL, hal",
        "Ŧáhkká, tahkka",
        "Eŋŋa, enna",
        "ＡＢＣ１２３, abc123",
        "ﬁlter, filter",
        "ςΣσ, σσσ",
        "ΆΛΦΑ, αλφα",
        "Ёлка, елка",
        "ｶﾞｽ, カス",
        "한글, 한글",
        "שָׁלוֹם, שלום",
        "m², m2",
        "№ 5, no 5"
    })
    void case_accents_and_unicode_forms_are_folded(String text, String folded) {
        assertThat(SearchText.folded(text)).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({"I, i", "i, i", "İ, i", "ı, i", "ISPARTA, isparta", "ısparta, isparta"})
    void dotted_and_dotless_i_are_one_letter(String text, String folded) {
        assertThat(SearchText.folded(text)).isEqualTo(folded);
    }

    @Test
    void composed_and_decomposed_text_are_folded_to_the_same() {
        for (String text : List.of("Crème Brûlée", "Ǿrsted", "한글", "Việt Nam", "ガス")) {
            String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
            assertThat(decomposed).isNotEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
            assertThat(SearchText.folded(decomposed))
                    .as(text)
                    .isEqualTo(SearchText.folded(Normalizer.normalize(text, Normalizer.Form.NFC)));
        }
    }

    /**
     * They distinguish words as letters do, such as the Thai "kin" (eat) and "kan" (each other).
     */
    @Test
    void vowel_signs_stay() {
        assertThat(SearchText.folded("กิน")).isNotEqualTo(SearchText.folded("กัน"));
        assertThat(SearchText.folded("की")).isEqualTo("की");
    }

    @Test
    void invisible_characters_are_removed() {
        assertThat(SearchText.folded("ket\u00adtle\u200b \ufeffred\ufe0f")).isEqualTo("kettle red");
    }

    @Test
    void folded_text_is_folded_to_itself() {
        for (String text : List.of("Ǿrsted ẞ İı", "ŉ ﷺ ㎏ ½", "กุ้ง ガ é한", "ﬀ Ŀ ͅ")) {
            String folded = SearchText.folded(text);
            assertThat(SearchText.folded(folded)).as(text).isEqualTo(folded);
        }
    }

    @Test
    void a_question_is_split_into_folded_words_with_escaped_wildcards() {
        assertThat(SearchText.patterns("  Größe  100%_\\ GROSSE "))
                .containsExactly("%grosse%", "%100\\%\\_\\\\%");
        assertThat(SearchText.patterns("a\u00a0b\u3000c\u2003d\u2028e"))
                .containsExactly("%a%", "%b%", "%c%", "%d%", "%e%");
        assertThat(SearchText.patterns(" \u200b\u0301 ")).isEmpty();
    }

    @Test
    void a_question_is_cut_after_32_different_words() {
        String numbers =
                IntStream.rangeClosed(1, 40)
                        .mapToObj(number -> "same w" + number)
                        .collect(Collectors.joining(" "));
        assertThat(SearchText.patterns(numbers))
                .hasSize(32)
                .startsWith("%same%", "%w1%")
                .endsWith("%w31%");
    }

    @Test
    void a_question_is_cut_at_the_word_that_exceeds_1000_characters() {
        assertThat(SearchText.patterns("a".repeat(600) + " " + "b".repeat(400) + " c"))
                .containsExactly("%" + "a".repeat(600) + "%", "%" + "b".repeat(400) + "%");
        assertThat(SearchText.patterns("a".repeat(600) + " " + "b".repeat(401) + " c"))
                .containsExactly("%" + "a".repeat(600) + "%");
        assertThat(SearchText.patterns("x" + "🎁".repeat(800)))
                .containsExactly("%x" + "🎁".repeat(499) + "%");
    }

    @Test
    void no_word_matches_across_name_sku_and_id() {
        assertThat(SearchText.of("Näme", "SKU", "ID")).isEqualTo("name\nsku\nid");
    }
}
