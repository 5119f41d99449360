package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    /** One character, two Java chars. */
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
                "..",
                "\"",
                "a\u200Bb",
                "<script>",
                "'; DROP TABLE events; --"
            })
    void an_identifier_may_hold_any_character_that_can_be_seen_or_stands_inside(String id) {
        assertThat(Identifiers.fault(id)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "\u00A0a", "a\u3000", "a\u2003", " ", "\u2028a"})
    void white_space_around_an_identifier_is_refused(String id) {
        assertThat(Identifiers.fault(id)).isEqualTo("must not begin or end with white space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\tb", "a\nb", "\r", "\u007F", "a\u0085", "\u001F"})
    void control_characters_are_refused(String id) {
        assertThat(Identifiers.fault(id)).isEqualTo("must not contain control characters");
    }

    @Test
    void length_is_counted_in_characters_not_in_chars() {
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
    void half_a_character_is_refused() {
        String half = ASTRAL.substring(0, 1);

        assertThat(Identifiers.fault("a" + half))
                .isEqualTo("must not contain an unpaired surrogate");
        assertThat(Identifiers.fault(half + "a"))
                .isEqualTo("must not contain an unpaired surrogate");
    }

    @Test
    void free_text_may_have_white_space_around_it_but_keeps_to_its_length() {
        assertThat(Identifiers.textFault(" lamp ", 6)).isNull();
        assertThat(Identifiers.textFault(" lamps ", 6)).isEqualTo("must have at most 6 characters");
        assertThat(Identifiers.textFault("", 6)).isEqualTo("must not be empty");
        assertThat(Identifiers.textFault("a\u0000", 6))
                .isEqualTo("must not contain control characters");
    }
}
