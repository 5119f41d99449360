package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.text.Normalizer;

class IdentifiersTest {

    /** One code point of two Java chars. */
    private static final String ASTRAL = "🍰";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "85123A",
                "85123A/B",
                "a b",
                "a\\b",
                "Größe 38½",
                "瑞士卷",
                "🍰",
                "%2F",
                "...",
                ".a",
                "\"",
                "Caf\u00e9",
                "\u2603\ufe0f",
                "<script>",
                "'; DROP TABLE events; --"
            })
    void an_identifier_may_contain_any_visible_character_and_inner_spaces(String id) {
        assertThat(Identifiers.fault(id)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "\u00A0a", "a\u3000", "a\u2003", " ", "\u2028a"})
    void white_space_around_an_identifier_is_refused(String id) {
        assertThat(Identifiers.fault(id)).isEqualTo("must not begin or end with white space");
    }

    @ParameterizedTest
    @CsvSource({
        "a\\0b, U+0000, 2",
        "a\\tb, U+0009, 2",
        "ab\\n, U+000A, 3",
        "\\r, U+000D, 1",
        "\u007F, U+007F, 1",
        "a\u0085, U+0085, 2",
        "🍰🍰\u001Fx, U+001F, 3"
    })
    void a_control_character_is_refused_with_its_code_point_and_position(
            String id, String codePoint, int position) {
        assertThat(Identifiers.fault(id.translateEscapes()))
                .isEqualTo(
                        "must not contain the control character %s (at position %d)"
                                .formatted(codePoint, position));
    }

    @ParameterizedTest
    @CsvSource({
        "a\u200Bb, U+200B, 2",
        "\uFEFFa, U+FEFF, 1",
        "ab\u202E, U+202E, 3",
        "a\u2066b, U+2066, 2",
        "a\u00ADb, U+00AD, 2",
        "🍰\u200D🍰, U+200D, 2",
        "a\uDB40\uDC41, U+E0041, 2",
        "\u0600a, U+0600, 1"
    })
    void a_format_character_is_refused_with_its_code_point_and_position(
            String id, String codePoint, int position) {
        assertThat(Identifiers.fault(id))
                .isEqualTo(
                        "must not contain the format character %s (at position %d)"
                                .formatted(codePoint, position));
    }

    @ParameterizedTest
    @CsvSource({
        "Cafe\u0301, U+00E9, U+0065, 4",
        "\u212B, U+00C5, U+212B, 1",
        "k\u0344, U+0308, U+0344, 2",
        "🍰q\u0307\u0323, U+0323, U+0307, 3",
        "\u1100\u1161, U+AC00, U+1100, 1"
    })
    void an_identifier_that_is_not_nfc_is_refused_with_the_first_character_that_differs(
            String id, String normalized, String given, int position) {
        assertThat(Identifiers.fault(id))
                .isEqualTo(
                        ("must be in Unicode normalization form NFC, which has %s instead of %s"
                                        + " (at position %d)")
                                .formatted(normalized, given, position));
    }

    @Test
    void no_character_leads_to_an_error_and_every_accepted_identifier_is_nfc() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            String id = "a" + Character.toString(character) + "b";
            String fault = Identifiers.fault(id);
            if (fault == null) {
                assertThat(Normalizer.isNormalized(id, Normalizer.Form.NFC)).isTrue();
                assertThat(Character.getType(character)).isNotEqualTo(Character.FORMAT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void a_dot_segment_is_refused(String id) {
        assertThat(Identifiers.fault(id))
                .isEqualTo("must not be '.' or '..', which a URL cannot address");
    }

    @Test
    void the_length_is_counted_in_code_points() {
        assertThat(Identifiers.fault("x".repeat(128))).isNull();
        assertThat(Identifiers.fault(ASTRAL.repeat(128))).isNull();
        assertThat(Identifiers.fault("x".repeat(129)))
                .isEqualTo("must have at most 128 characters");
        assertThat(Identifiers.fault(ASTRAL.repeat(129)))
                .isEqualTo("must have at most 128 characters");
    }

    @Test
    void an_empty_identifier_is_refused() {
        assertThat(Identifiers.fault("")).isEqualTo("must not be empty");
    }

    @Test
    void an_unpaired_surrogate_is_refused() {
        String half = ASTRAL.substring(0, 1);

        assertThat(Identifiers.fault("a" + half))
                .isEqualTo("must not contain the unpaired surrogate U+D83C (at position 2)");
        assertThat(Identifiers.fault(half + "a"))
                .isEqualTo("must not contain the unpaired surrogate U+D83C (at position 1)");
    }

    @Test
    void free_text_may_begin_and_end_with_white_space_but_has_a_greatest_length() {
        assertThat(Identifiers.textFault(" lamp ", 6)).isNull();
        assertThat(Identifiers.textFault(" lamps ", 6)).isEqualTo("must have at most 6 characters");
        assertThat(Identifiers.textFault("", 6)).isEqualTo("must not be empty");
        assertThat(Identifiers.textFault("a\u0000", 6))
                .isEqualTo("must not contain the control character U+0000 (at position 2)");
    }

    @Test
    void free_text_may_contain_format_characters_and_any_normalization_form() {
        assertThat(Identifiers.textFault("\ud83d\udc69\u200d\ud83c\udf73 e\u0301\ufeff", 9))
                .isNull();
    }
}
