package io.stockledger.issuer;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The content of a token. Immutable.
 *
 * @param issuer its issuer, 1 to 255 characters
 * @param subject the caller, who becomes the actor of events; 1 to 255 characters without control
 *     characters
 * @param audience the service for which the token is, 1 to 255 characters
 * @param scopes the permissions, from {@link #SCOPES}, at least one; repeated ones count once
 * @param lifetime the time from now to the end of the token, from {@link #LIFETIME_MIN} to {@link
 *     #LIFETIME_MAX}
 */
public record TokenClaims(
        String issuer, String subject, String audience, List<String> scopes, Duration lifetime) {

    /** The issuer that the services of {@code ./run --secure} accept. */
    public static final String LOCAL_ISSUER = "urn:stockledger:local-issuer";

    /** The audience that the services accept by default. */
    public static final String AUDIENCE = "stockledger";

    /** The scopes of both services. */
    public static final List<String> SCOPES =
            List.of("inventory:read", "inventory:write", "inventory:admin");

    public static final Duration LIFETIME_MIN = Duration.ofSeconds(1);
    public static final Duration LIFETIME_MAX = Duration.ofDays(365);

    private static final int CHARACTERS_MAX = 255;

    /**
     * @throws IssuerFailure if a value is out of its bounds
     */
    public TokenClaims {
        requireText("issuer", issuer);
        requireText("subject", subject);
        requireText("audience", audience);
        scopes = List.copyOf(new LinkedHashSet<>(scopes));
        if (scopes.isEmpty()) {
            throw new IssuerFailure("a token needs at least one scope of " + known());
        }
        for (String scope : scopes) {
            if (!SCOPES.contains(scope)) {
                throw new IssuerFailure(
                        "the scope '%s' is not one of %s".formatted(scope, known()));
            }
        }
        if (lifetime.compareTo(LIFETIME_MIN) < 0 || lifetime.compareTo(LIFETIME_MAX) > 0) {
            throw new IssuerFailure("a token can last from 1 second to 365 days");
        }
    }

    /** The claims of a token for the services of the local stack. */
    public static TokenClaims local(String subject, List<String> scopes, Duration lifetime) {
        return new TokenClaims(LOCAL_ISSUER, subject, AUDIENCE, scopes, lifetime);
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()
                || value.length() > CHARACTERS_MAX
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IssuerFailure(
                    "the %s needs 1 to %d characters without control characters"
                            .formatted(name, CHARACTERS_MAX));
        }
    }

    private static String known() {
        return String.join(", ", SCOPES);
    }
}
