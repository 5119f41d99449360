package io.stockledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import java.util.Map;

class SecurityModeTest {

    private static final String SECURITY = "stockledger.security";
    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final String ISSUER = JWT + "issuer-uri";
    private static final String AUDIENCES = JWT + "audiences";

    @ParameterizedTest
    @ValueSource(strings = {"issuer-uri", "jwk-set-uri", "public-key-location"})
    void security_is_on_with_an_issuer_of_any_kind(String issuer) {
        assertThat(mode(Map.of(JWT + issuer, "https://issuer", AUDIENCES, "stockledger")))
                .isEqualTo(SecurityMode.ON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", "false"})
    void security_is_off_only_if_the_setting_says_so(String off) {
        assertThat(mode(Map.of(SECURITY, off))).isEqualTo(SecurityMode.OFF);
    }

    @Test
    void a_start_without_any_setting_is_refused_with_the_settings_that_it_needs() {
        assertRefused(Map.of(), ISSUER, JWT + "jwk-set-uri", "stockledger.security=off");
    }

    @Test
    void an_empty_issuer_is_no_issuer() {
        assertRefused(Map.of(ISSUER, " ", AUDIENCES, "stockledger"), ISSUER);
    }

    @Test
    void security_off_beside_an_issuer_is_refused() {
        assertRefused(Map.of(SECURITY, "off", ISSUER, "https://issuer"), SECURITY, ISSUER);
    }

    @Test
    void an_issuer_without_an_audience_is_refused() {
        assertRefused(Map.of(ISSUER, "https://issuer"), AUDIENCES);
    }

    @Test
    void an_audience_in_a_list_is_an_audience() {
        assertThat(mode(Map.of(ISSUER, "https://issuer", AUDIENCES + "[0]", "stockledger")))
                .isEqualTo(SecurityMode.ON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "disabled", "", "none"})
    void another_value_is_refused_and_named(String value) {
        assertRefused(Map.of(SECURITY, value), SECURITY + " is '" + value + "'");
    }

    @Test
    void an_address_of_keys_that_is_no_url_is_refused() {
        assertRefused(Map.of(JWT + "jwk-set-uri", "no url", AUDIENCES, "stockledger"), "'no url'");
    }

    private static void assertRefused(Map<String, Object> settings, String... named) {
        assertThatThrownBy(() -> mode(settings))
                .isInstanceOf(InsecureSettingsException.class)
                .hasMessageContainingAll(named);
    }

    private static SecurityMode mode(Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        return SecurityMode.of(environment);
    }
}
