package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.util.Arrays;

class UnicodeEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "UTF-16, UTF-16",
        "X-UTF-16LE-BOM, UTF-16",
        "UTF-16BE, UTF-16",
        "UTF-16LE, UTF-16",
        "X-UTF-32BE-BOM, UTF-32",
        "X-UTF-32LE-BOM, UTF-32",
        "UTF-32BE, UTF-32",
        "UTF-32LE, UTF-32"
    })
    void another_encoding_is_recognised_by_its_mark_or_by_its_null_bytes(
            String charset, String name) {
        for (String json : new String[] {"{}", "{\"a\": 1}", " {\n}"}) {
            assertThat(nameOf(json.getBytes(Charset.forName(charset)))).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "{}", "{\"a\": 1}", "\ufeff{}", "\n\n\n\n", "\u00e9\u00e9"})
    void utf8_is_not_taken_for_another_encoding(String text) {
        assertThat(nameOf(text.getBytes(UTF_8))).isNull();
    }

    @Test
    void a_single_null_byte_is_not_another_encoding() {
        assertThat(nameOf("{\"a\u0000".getBytes(UTF_8))).isNull();
    }

    private static @Nullable String nameOf(byte[] bytes) {
        byte[] start = Arrays.copyOf(bytes, UnicodeEncoding.PREFIX_BYTES);
        return UnicodeEncoding.nameOf(start, Math.min(bytes.length, start.length));
    }
}
