package io.stockledger.teststack;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** An issuer of tokens with an RSA key of its own, whose JWK set is a file. Thread-safe. */
public final class TestIssuer {

    public static final String AUDIENCE = "stockledger";

    private static final int KEY_BITS = 2_048;
    private static final Duration LIFE = Duration.ofHours(1);

    private final String name;
    private final RSAKey key;
    private final Path keySet;

    private TestIssuer(String name, RSAKey key, Path keySet) {
        this.name = name;
        this.key = key;
        this.keySet = keySet;
    }

    /** An issuer of this name with a new key. */
    public static TestIssuer named(String name) {
        try {
            RSAKey key =
                    new RSAKeyGenerator(KEY_BITS).keyID(UUID.randomUUID().toString()).generate();
            Path keySet = Files.createTempFile("jwks", ".json");
            keySet.toFile().deleteOnExit();
            Files.writeString(keySet, new JWKSet(key.toPublicJWK()).toString());
            return new TestIssuer(name, key, keySet);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of a service that trusts this issuer, by the names of Spring properties. */
    public Map<String, String> settings() {
        return Map.of(
                "stockledger.security",
                "on",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri",
                name,
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                keySet.toUri().toString());
    }

    /** The key with its private part. */
    public RSAKey key() {
        return key;
    }

    /** The JWK set, without private keys, as JSON. */
    public String keySetJson() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** A token of an hour for the subject {@code tester}. */
    public String token(String scope) {
        return sign(claims(scope).build());
    }

    /** The claims of {@link #token}, to be changed. */
    public JWTClaimsSet.Builder claims(String scope) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(name)
                .audience(AUDIENCE)
                .subject("tester")
                .claim("scope", scope)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
    }

    /** A token with these claims. */
    public String sign(JWTClaimsSet claims) {
        return sign(header().build(), claims);
    }

    /** The header of a token, to be changed. */
    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID());
    }

    /** A token with this header and these claims. */
    public String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
