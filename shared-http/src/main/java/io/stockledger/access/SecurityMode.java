package io.stockledger.access;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The setting {@code stockledger.security}: on by default, off only if it says so. */
enum SecurityMode {
    ON,
    OFF;

    private static final String SETTING = "stockledger.security";
    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final String ISSUER = JWT + "issuer-uri";
    private static final String KEY_SET = JWT + "jwk-set-uri";
    private static final String PUBLIC_KEY = JWT + "public-key-location";

    static final String AUDIENCES = JWT + "audiences";
    static final String SIGNATURES = JWT + "jws-algorithms";

    /** YAML reads an unquoted off as a truth value. */
    private static final Set<String> OFF_VALUES = Set.of("off", "false");

    private static final Set<String> ON_VALUES = Set.of("on", "true");

    /** Whether the setting is off, whatever the other settings are. */
    static boolean isOff(Environment environment) {
        return OFF_VALUES.contains(setting(environment));
    }

    /**
     * The mode of these settings.
     *
     * @throws InsecureSettingsException if the setting has another value, if security is on without
     *     an issuer or an audience or with an unusable address or file of keys, or off with an
     *     issuer
     */
    static SecurityMode of(Environment environment) {
        String issuer = firstSet(environment);
        if (isOff(environment)) {
            refuseIssuer(issuer);
            return OFF;
        }
        if (!ON_VALUES.contains(setting(environment))) {
            throw new InsecureSettingsException(
                    "%s is '%s' and must be on or off".formatted(SETTING, setting(environment)));
        }
        if (issuer == null) {
            throw new InsecureSettingsException(
                    ("security is on, but no issuer of tokens is set. Set %s (or %s, or %s), or"
                                    + " set %s=off if only trusted callers can reach the service.")
                            .formatted(ISSUER, KEY_SET, PUBLIC_KEY, SETTING));
        }
        requireAudience(environment);
        checkKeySet(environment.getProperty(KEY_SET));
        return ON;
    }

    private static void checkKeySet(@Nullable String url) {
        if (StringUtils.hasText(url)) {
            var _ = IssuerKeys.url(url);
            IssuerKeyFile.check(KEY_SET, url);
        }
    }

    private static String setting(Environment environment) {
        return environment.getProperty(SETTING, "on").toLowerCase(Locale.ROOT);
    }

    private static void refuseIssuer(@Nullable String issuer) {
        if (issuer != null) {
            throw new InsecureSettingsException(
                    "%s is off, but %s is set, so that tokens would not be checked. Remove one of the two."
                            .formatted(SETTING, issuer));
        }
    }

    private static void requireAudience(Environment environment) {
        if (!StringUtils.hasText(environment.getProperty(AUDIENCES))
                && !StringUtils.hasText(environment.getProperty(AUDIENCES + "[0]"))) {
            throw new InsecureSettingsException(
                    "%s is empty, so that tokens for other services would be accepted. Set the audience that the issuer gives to tokens for Stockledger."
                            .formatted(AUDIENCES));
        }
    }

    private static @Nullable String firstSet(Environment environment) {
        return List.of(ISSUER, KEY_SET, PUBLIC_KEY).stream()
                .filter(name -> StringUtils.hasText(environment.getProperty(name)))
                .findFirst()
                .orElse(null);
    }
}
