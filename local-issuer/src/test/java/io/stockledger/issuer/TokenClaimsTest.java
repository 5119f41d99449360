package io.stockledger.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class TokenClaimsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void a_repeated_scope_counts_once() {
        assertThat(
                        TokenClaims.local("ann", List.of("inventory:read", "inventory:read"), HOUR)
                                .scopes())
                .containsExactly("inventory:read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory:everything", "read", "", "inventory:read inventory:admin"})
    void an_unknown_scope_is_refused_and_the_known_ones_are_named(String scope) {
        assertThatThrownBy(() -> TokenClaims.local("ann", List.of(scope), HOUR))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("'" + scope + "'")
                .hasMessageContaining("inventory:read, inventory:write, inventory:admin");
    }

    @Test
    void a_token_without_a_scope_is_refused() {
        assertThatThrownBy(() -> TokenClaims.local("ann", List.of(), HOUR))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("at least one scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.999S", "P365DT0.001S"})
    void a_lifetime_out_of_its_bounds_is_refused(String lifetime) {
        assertThatThrownBy(() -> claimsOf("ann", Duration.parse(lifetime)))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("1 second to 365 days");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "P365D"})
    void the_bounds_of_a_lifetime_are_allowed(String lifetime) {
        assertThat(claimsOf("ann", Duration.parse(lifetime)).lifetime())
                .hasToString(normal(lifetime));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "a\u0000b"})
    void a_subject_that_a_service_would_refuse_is_refused(String subject) {
        assertThatThrownBy(() -> claimsOf(subject, HOUR))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("subject");
    }

    @Test
    void a_subject_of_more_than_255_characters_is_refused() {
        assertThat(claimsOf("s".repeat(255), HOUR).subject()).hasSize(255);
        assertThatThrownBy(() -> claimsOf("s".repeat(256), HOUR))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("255");
    }

    private static String normal(String duration) {
        return Duration.parse(duration).toString();
    }

    private static TokenClaims claimsOf(String subject, Duration lifetime) {
        return TokenClaims.local(subject, List.of("inventory:read"), lifetime);
    }
}
