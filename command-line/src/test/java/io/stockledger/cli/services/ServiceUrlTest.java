package io.stockledger.cli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.cli.OperatorFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceUrlTest {

    @Test
    void an_id_with_any_characters_is_encoded_as_one_path_segment() {
        assertThat(ServiceUrl.segment("85123A/B é+*~%")).isEqualTo("85123A%2FB%20%C3%A9%2B%2A~%25");
        assertThat(ServiceUrl.segment("..")).isEqualTo("%2E%2E");
    }

    @Test
    void an_address_has_no_slash_at_its_end() {
        assertThat(ServiceUrl.parse("http://127.0.0.1:8080/").at("/v1/x"))
                .hasToString("http://127.0.0.1:8080/v1/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "ftp://host", "", "http://", "http://a b"})
    void an_address_without_a_scheme_or_a_host_is_refused(String text) {
        assertThatThrownBy(() -> ServiceUrl.parse(text))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("is not an address");
    }

    @Test
    void a_path_encodes_each_part_and_omits_absent_parameters() {
        assertThat(
                        RequestPath.of("/v1/products")
                                .id("a/b?")
                                .then("/events")
                                .with("after", 7)
                                .with("limit", null)
                                .with("type", "x&y")
                                .toString())
                .isEqualTo("/v1/products/a%2Fb%3F/events?after=7&type=x%26y");
        assertThatThrownBy(() -> RequestPath.of("/v1/products").id(""))
                .isInstanceOf(OperatorFailure.class);
    }
}
