package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class CrossOriginTest {

    @Test
    void no_other_origin_may_call_unless_it_is_set() {
        assertThat(new CrossOrigin(List.of()).isAllowed()).isFalse();
        assertThat(new CrossOrigin(List.of("https://shop.example.com")).isAllowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://*.example.com", "shop.example.com", "https://a/b", ""})
    void an_origin_that_is_none_is_refused_with_its_setting(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrossOrigin(List.of(origin)))
                .withMessageContaining("stockledger.cross-origin.origins: '" + origin + "'");
    }
}
