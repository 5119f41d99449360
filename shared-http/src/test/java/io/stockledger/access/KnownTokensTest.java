package io.stockledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

class KnownTokensTest {

    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final SettableClock clock = new SettableClock();
    private int checks;
    private final KnownTokens tokens =
            new KnownTokens(
                    this::check,
                    new TokenChecks(new OAuth2ResourceServerProperties().getJwt(), clock).times(),
                    clock);

    @Test
    void a_token_is_checked_completely_only_at_its_first_use() {
        Authentication first = use("token");

        assertThat(use("token")).isSameAs(first);
        assertThat(checks).isEqualTo(1);
    }

    @Test
    void another_token_is_checked_on_its_own() {
        use("token");
        use("other");

        assertThat(checks).isEqualTo(2);
    }

    @Test
    void a_known_token_is_refused_after_its_end_and_the_tolerated_skew() {
        use("token");
        clock.now = START.plus(LIFETIME).plus(TokenChecks.SKEW_MAX).plusSeconds(1);

        assertThatThrownBy(() -> use("token")).isInstanceOf(InvalidBearerTokenException.class);
    }

    @Test
    void a_refused_token_is_checked_again_at_its_next_use() {
        clock.now = START.plus(LIFETIME).plus(TokenChecks.SKEW_MAX).plusSeconds(1);
        assertThatThrownBy(() -> use("token")).isInstanceOf(InvalidBearerTokenException.class);
        clock.now = START;

        assertThat(use("token").isAuthenticated()).isTrue();
    }

    private Authentication use(String token) {
        return tokens.authenticate(new BearerTokenAuthenticationToken(token));
    }

    private Authentication check(Authentication request) {
        checks++;
        if (clock.now.isAfter(START.plus(LIFETIME))) {
            throw new InvalidBearerTokenException("the token has ended");
        }
        String token = ((BearerTokenAuthenticationToken) request).getToken();
        var authentication =
                new JwtAuthenticationToken(
                        Jwt.withTokenValue(token)
                                .header("alg", "ES256")
                                .subject("shop")
                                .expiresAt(START.plus(LIFETIME))
                                .build());
        authentication.setAuthenticated(true);
        return authentication;
    }

    private static final class SettableClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
