package io.stockledger.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Checks the signature of each token only once: a valid token is kept with its scopes until it
 * ends, within {@link #KEPT_CHARACTERS_MAX}. Its times are checked at every use. Thread-safe.
 */
final class KnownTokens implements AuthenticationManager {

    /** Of all tokens that are kept; a token has about a thousand. */
    private static final long KEPT_CHARACTERS_MAX = 8_000_000;

    private final AuthenticationManager checks;
    private final OAuth2TokenValidator<Jwt> times;
    private final Cache<String, JwtAuthenticationToken> valid;

    /**
     * @param checks checks a token completely
     * @param times checks only the times of a token
     */
    KnownTokens(AuthenticationManager checks, OAuth2TokenValidator<Jwt> times, Clock clock) {
        this.checks = checks;
        this.times = times;
        this.valid =
                Caffeine.newBuilder()
                        .maximumWeight(KEPT_CHARACTERS_MAX)
                        .weigher((String token, JwtAuthenticationToken _) -> token.length())
                        .expireAfter(
                                Expiry.creating(
                                        (String _, JwtAuthenticationToken caller) ->
                                                rest(caller.getToken(), clock)))
                        .build();
    }

    private static Duration rest(Jwt jwt, Clock clock) {
        Instant end = Objects.requireNonNull(jwt.getExpiresAt()).plus(TokenChecks.SKEW_MAX);
        Duration rest = Duration.between(clock.instant(), end);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        String token = ((BearerTokenAuthenticationToken) request).getToken();
        JwtAuthenticationToken known = valid.getIfPresent(token);
        if (known != null && !times.validate(known.getToken()).hasErrors()) {
            return known;
        }
        var caller = (JwtAuthenticationToken) checks.authenticate(request);
        valid.put(token, caller);
        return caller;
    }
}
