package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTextTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "10,10",
        "10.0000,10",
        "'  7 ',7",
        "007,7",
        "-0,0",
        "-0.00,0",
        "9007199254740991,9007199254740991"
    })
    void a_whole_number_is_read_also_with_decimal_places_of_zero(String text, long value) {
        assertThat(FieldText.quantity(text)).isEqualTo(new FieldText.Quantity(value, null));
    }

    @ParameterizedTest
    @CsvSource({
        "'',is empty",
        "'1,234',is not a whole number",
        "1.5,is not a whole number",
        "1.234.567,is not a whole number",
        "'10,0000',is not a whole number",
        "-3,is negative",
        "-3.5,is negative",
        "many,is not a number",
        "1e3,is not a number",
        "٣,is not a number",
        "-01,is negative",
        "9007199254740992,is above the limit of 9007199254740991",
        "99999999999999999999999,is above the limit of 9007199254740991",
        "99999999999999999999999.00,is above the limit"
    })
    void any_other_quantity_is_refused_with_the_reason(String text, String reason) {
        assertThat(FieldText.quantity(text).fault()).contains(reason);
    }

    @Test
    void an_identifier_is_trimmed_and_normalised_and_a_name_has_single_spaces() {
        assertThat(FieldText.identifier("\u00A0 cafe\u0301\t")).isEqualTo("caf\u00E9");
        assertThat(FieldText.name(" Blue\r\n  mug ")).isEqualTo("Blue mug");
    }

    @Test
    void an_identifier_that_the_services_refuse_is_refused_here() {
        assertThat(FieldText.identifierFault(Field.SKU, "a\u200Bb")).contains("U+200B");
        assertThat(FieldText.identifierFault(Field.SKU, "a\nb")).contains("U+000A");
        assertThat(FieldText.identifierFault(Field.SKU, "..")).contains("URL");
        assertThat(FieldText.identifierFault(Field.SKU, "x".repeat(129))).contains("128");
        assertThat(FieldText.identifierFault(Field.SKU, "x".repeat(128))).isNull();
        assertThat(FieldText.nameFault("x".repeat(501))).contains("500");
    }
}
