package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.StringReader;

class DelimiterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sku,name,qty | COMMA",
                "sku;name;qty | SEMICOLON",
                "sku\tname\tqty | TAB",
                "sku | COMMA",
                "\"a,b,c,d\";name;qty | SEMICOLON",
                "##sku;name#1,2,3,4 | SEMICOLON"
            })
    void the_most_frequent_one_of_the_first_line_is_taken(String text, String expected)
            throws IOException {
        char delimiter =
                switch (expected) {
                    case "COMMA" -> ',';
                    case "TAB" -> '\t';
                    default -> ';';
                };

        assertThat(Delimiter.inFirstLine(new StringReader(text.replace('#', '\n'))))
                .isEqualTo(delimiter);
    }
}
