package io.stockledger.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.stream.Stream;

class TextTableTest {

    private static final List<Column> COLUMNS =
            List.of(Column.text("id", "PRODUCT"), Column.number("n", "STOCK"));

    @Test
    void columns_have_the_width_of_their_widest_cell_and_numbers_are_on_the_right() {
        assertThat(lines(100, "{\"id\": \"mug-blue\", \"n\": 7}", "{\"id\": \"a\", \"n\": 120}"))
                .containsExactly("PRODUCT   STOCK", "mug-blue      7", "a           120");
    }

    @Test
    void widths_are_counted_in_code_points_without_combining_marks() {
        assertThat(
                        lines(
                                100,
                                "{\"id\": \"🎁🎁🎁🎁🎁🎁🎁🎁\", \"n\": 1}",
                                "{\"id\": \"e\u0301\", \"n\": 2}"))
                .containsExactly(
                        "PRODUCT   STOCK", "🎁🎁🎁🎁🎁🎁🎁🎁      1", "e\u0301             2");
    }

    @Test
    void an_absent_value_is_an_empty_cell() {
        assertThat(lines(100, "{\"id\": null}")).containsExactly("PRODUCT  STOCK", "");
    }

    @Test
    void texts_are_cut_to_the_width_of_the_line_and_numbers_are_not() {
        assertThat(lines(20, "{\"id\": \"a-very-long-product-id\", \"n\": 1234567}"))
                .containsExactly("PRODUCT        STOCK", "a-very-lon…  1234567");
        assertThat(lines(3, "{\"id\": \"a-very-long-product-id\", \"n\": 1234567}"))
                .containsExactly("PRODUCT     STOCK", "a-very-…  1234567");
    }

    @Test
    void a_character_that_could_change_the_screen_is_replaced() {
        assertThat(lines(100, "{\"id\": \"a\\u001b[2Jb\\u202ec\\nd\", \"n\": 1}").getLast())
                .isEqualTo("a\ufffd[2Jb\ufffdc\ufffdd      1");
    }

    private static List<String> lines(int width, String... rows) {
        return TextTable.lines(
                COLUMNS, Stream.of(rows).map(JsonMapper.shared()::readTree).toList(), width);
    }
}
