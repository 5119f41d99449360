package io.stockledger.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Decodes tokens, and checks the signature of each only once: a valid token is kept until it ends,
 * within {@link #KEPT_CHARACTERS_MAX}. Its times are checked at every use. Thread-safe.
 */
final class TokenDecoder implements JwtDecoder {

    /** Of all tokens that are kept; a token has about a thousand. */
    private static final long KEPT_CHARACTERS_MAX = 8_000_000;

    private final JwtDecoder decoder;
    private final OAuth2TokenValidator<Jwt> times;
    private final Cache<String, Jwt> valid;

    /**
     * @param decoder checks a token completely
     * @param times checks only the times of a token
     */
    TokenDecoder(JwtDecoder decoder, OAuth2TokenValidator<Jwt> times, Clock clock) {
        this.decoder = decoder;
        this.times = times;
        this.valid =
                Caffeine.newBuilder()
                        .maximumWeight(KEPT_CHARACTERS_MAX)
                        .weigher((String token, Jwt jwt) -> token.length())
                        .expireAfter(Expiry.creating((String token, Jwt jwt) -> rest(jwt, clock)))
                        .build();
    }

    private static Duration rest(Jwt jwt, Clock clock) {
        Instant end = Objects.requireNonNull(jwt.getExpiresAt()).plus(TokenChecks.SKEW_MAX);
        Duration rest = Duration.between(clock.instant(), end);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = valid.getIfPresent(token);
        if (known == null) {
            Jwt decoded = decoder.decode(token);
            valid.put(token, decoded);
            return decoded;
        }
        OAuth2TokenValidatorResult result = times.validate(known);
        if (result.hasErrors()) {
            valid.invalidate(token);
            throw new JwtValidationException("the token is not valid now", result.getErrors());
        }
        return known;
    }
}
