package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": }",
                "{\"a\": 1,}",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 01}",
                "{\"a\": NaN}",
                "{\"a\": \"\t\"}",
                "{\"a\": tru}",
                "// c\n{}",
                "{\"a\": \"\\x\"}"
            })
    void invalid_json_is_refused_with_its_place(String body) {
        assertThat(fault(body)).matches("body: is not valid JSON at line \\d+, column \\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"", "{\"a\": \"b", "{\"a\": [1"})
    void a_body_that_ends_too_early_is_refused_with_its_end(String body) {
        assertThat(fault(body))
                .matches("body: is not valid JSON: it ends too early at line 1, column \\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "7", "null", "\"text\"", "true", "[] {}"})
    void a_body_that_is_not_an_object_is_refused(String body) {
        assertThat(fault(body)).isEqualTo("body: must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1} {}", "{\"a\": 1} 7", "{\"a\": 1} x", "{}}", "{},"})
    void text_after_the_object_is_refused(String body) {
        assertThat(fault(body)).isEqualTo("body: has text after the JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"a\": 1}",
                "{\"a\": {}, \"b\": 1, \"a\": {}}",
                "{\"a\": [], \"a\": [1]}",
                "{\"lines\": [{\"a\": 1}, {\"a\": 1, \"a\": null}]}"
            })
    void a_repeated_field_is_refused_and_named(String body) {
        assertThat(fault(body)).isEqualTo("body: gives the field 'a' twice");
    }

    @Test
    void a_limit_that_is_exceeded_is_named() {
        assertThat(fault("{\"a\": " + "9".repeat(1_001) + "}"))
                .isEqualTo("body: has a number of more than 1000 digits");
        assertThat(fault("{\"a\": 0." + "9".repeat(1_001) + "}"))
                .isEqualTo("body: has a number of more than 1000 digits");
        assertThat(fault("{\"a\": " + "[".repeat(500) + "]".repeat(500) + "}"))
                .isEqualTo("body: is nested deeper than 500 levels");
        assertThat(fault("{\"" + "x".repeat(50_001) + "\": 1}"))
                .isEqualTo("body: has a field name of more than 50000 characters");
        assertThat(fault("{\"a\": [" + "[],".repeat(50_000) + "1]}"))
                .isEqualTo("body: has more than 100000 names, values and brackets");
    }

    @Test
    void a_value_at_its_limit_is_accepted() {
        String body =
                "{\"%s\": [%s, %s1%s]}"
                        .formatted(
                                "x".repeat(50_000),
                                "9".repeat(1_000),
                                "[".repeat(498),
                                "]".repeat(498));

        assertThat(JsonBody.parse(body.getBytes(UTF_8)).size()).isEqualTo(1);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        assertThat(fault(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .startsWith("body: is not ");
        assertThat(fault(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'}))
                .startsWith("body: is not ");
        assertThat(fault(new byte[] {0, 0, '{', 0})).startsWith("body: is not ");
    }

    private static String fault(String body) {
        return fault(body.getBytes(UTF_8));
    }

    private static String fault(byte[] body) {
        return catchThrowableOfType(ProblemException.class, () -> JsonBody.parse(body))
                .problem()
                .detail();
    }
}
