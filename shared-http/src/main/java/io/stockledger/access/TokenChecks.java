package io.stockledger.access;

import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.StringUtils;

import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The checks of a token by the standard settings {@code spring.security.oauth2.resourceserver.jwt}:
 * signature with one of the allowed algorithms, issuer, audience, times, type and subject.
 */
final class TokenChecks {

    /** Between the clocks of the issuer and of the service, in either direction. */
    static final Duration SKEW_MAX = Duration.ofSeconds(60);

    private static final int SUBJECT_CHARACTERS_MAX = 255;

    private final OAuth2ResourceServerProperties.Jwt settings;
    private final Clock clock;

    TokenChecks(OAuth2ResourceServerProperties.Jwt settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A decoder that checks a token completely.
     *
     * @throws InsecureSettingsException if a setting is not usable
     */
    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = signatureDecoder();
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(validators()));
        return decoder;
    }

    /** The check of the times of a token, which can change from valid to invalid. */
    OAuth2TokenValidator<Jwt> times() {
        var times = new JwtTimestampValidator(SKEW_MAX);
        times.setAllowEmptyExpiryClaim(false);
        times.setClock(clock);
        return times;
    }

    private NimbusJwtDecoder signatureDecoder() {
        Resource publicKey = settings.getPublicKeyLocation();
        if (publicKey != null) {
            return NimbusJwtDecoder.withPublicKey(read(publicKey))
                    .signatureAlgorithm(algorithms().iterator().next())
                    .build();
        }
        String keySet = settings.getJwkSetUri();
        IssuerKeys keys =
                StringUtils.hasText(keySet)
                        ? IssuerKeys.atUrl(keySet)
                        : IssuerKeys.ofIssuer(Objects.requireNonNull(settings.getIssuerUri()));
        Set<SignatureAlgorithm> algorithms = algorithms();
        return NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(
                        allowed -> {
                            allowed.clear();
                            allowed.addAll(algorithms);
                        })
                .build();
    }

    private static RSAPublicKey read(Resource publicKey) {
        try (InputStream key = publicKey.getInputStream()) {
            RSAPublicKey read = RsaKeyConverters.x509().convert(key);
            if (read != null) {
                return read;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InsecureSettingsException(
                    "the public key of the issuer cannot be read from %s: %s"
                            .formatted(publicKey, e.getMessage()));
        }
        throw new InsecureSettingsException(publicKey + " has no RSA public key in the PEM format");
    }

    private Set<SignatureAlgorithm> algorithms() {
        var algorithms = new LinkedHashSet<SignatureAlgorithm>();
        for (String name : settings.getJwsAlgorithms()) {
            SignatureAlgorithm algorithm = SignatureAlgorithm.from(name);
            if (algorithm == null) {
                throw new InsecureSettingsException(
                        "'%s' in spring.security.oauth2.resourceserver.jwt.jws-algorithms is not a signature algorithm with a public key, such as RS256 or ES256"
                                .formatted(name));
            }
            algorithms.add(algorithm);
        }
        return algorithms;
    }

    private List<OAuth2TokenValidator<Jwt>> validators() {
        var type = new JwtTypeValidator("JWT", "at+jwt");
        type.setAllowEmpty(true);
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(times());
        validators.add(type);
        validators.add(audience(settings.getAudiences()));
        validators.add(TokenChecks::subject);
        if (StringUtils.hasText(settings.getIssuerUri())) {
            validators.add(new JwtIssuerValidator(settings.getIssuerUri()));
        }
        return validators;
    }

    private static OAuth2TokenValidator<Jwt> audience(List<String> audiences) {
        return new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD,
                named -> named != null && named.stream().anyMatch(audiences::contains));
    }

    /** The subject becomes the actor of events. */
    private static OAuth2TokenValidatorResult subject(Jwt jwt) {
        String subject = jwt.getSubject();
        return subject != null
                        && !subject.isBlank()
                        && subject.length() <= SUBJECT_CHARACTERS_MAX
                        && subject.chars().noneMatch(Character::isISOControl)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error(
                                OAuth2ErrorCodes.INVALID_TOKEN,
                                "The sub claim is missing, empty, longer than "
                                        + SUBJECT_CHARACTERS_MAX
                                        + " characters, or has control characters",
                                null));
    }
}
