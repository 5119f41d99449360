package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    private static final String CURRENT = EntityTags.ofVersion(7);

    @Test
    void the_entity_tag_of_a_version_is_the_version_in_quotes() {
        assertThat(CURRENT).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"7\"",
                "W/\"7\"",
                "*",
                " * ",
                "\"6\", \"7\"",
                "\"a,b\" ,W/\"7\"",
                "\"7\","
            })
    void a_condition_with_the_current_tag_names_it(String condition) {
        assertThat(EntityTags.isNamedBy(condition, CURRENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"8\"", "7", "\"7", "\"77\"", "\"6\" \"7\"", "x, \"7\"", "*, \"8\""})
    void a_condition_with_another_or_a_malformed_tag_does_not_name_it(String condition) {
        assertThat(EntityTags.isNamedBy(condition, CURRENT)).isFalse();
    }

    @Test
    void an_absent_condition_names_no_tag() {
        assertThat(EntityTags.isNamedBy(null, CURRENT)).isFalse();
    }
}
