package io.stockledger.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class LocalIssuerIT {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir private Path parent;

    private Path folder;
    private Path privateKey;

    @BeforeEach
    void nameTheFolder() {
        folder = parent.resolve("issuer of überall");
        privateKey = folder.resolve("private-key.jwk");
    }

    @Test
    void a_token_is_verified_by_the_key_set_and_has_the_claims() throws Exception {
        String text =
                LocalIssuer.openOrCreate(folder)
                        .token(
                                new TokenClaims(
                                        "urn:i",
                                        "ann",
                                        "shop",
                                        List.of("inventory:write", "inventory:read"),
                                        Duration.ofMinutes(15)),
                                NOW);

        SignedJWT token = SignedJWT.parse(text);
        ECKey key = keyOfSet(token.getHeader().getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("urn:i");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("ann");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("shop");
        assertThat(token.getJWTClaimsSet().getStringClaim("scope"))
                .isEqualTo("inventory:write inventory:read");
        assertThat(token.getJWTClaimsSet().getIssueTime()).isEqualTo(NOW);
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo("2026-03-01T10:15:00Z");
    }

    @Test
    void the_key_set_has_no_private_key() throws Exception {
        LocalIssuer.openOrCreate(folder);

        assertThat(JWKSet.load(folder.resolve("jwks.json").toFile()).containsNonPublicKeys())
                .isFalse();
    }

    @Test
    void only_the_owner_can_read_the_private_key_and_enter_the_folder() throws Exception {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        LocalIssuer.openOrCreate(folder);

        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(privateKey)).isEqualTo("rw-------");
    }

    @Test
    void the_keys_are_made_once() throws Exception {
        LocalIssuer.openOrCreate(folder);
        String key = Files.readString(privateKey);
        String set = Files.readString(folder.resolve("jwks.json"));

        LocalIssuer.openOrCreate(folder);

        assertThat(privateKey).hasContent(key);
        assertThat(folder.resolve("jwks.json")).hasContent(set);
    }

    @Test
    void a_key_set_of_another_key_is_made_again() throws Exception {
        LocalIssuer.openOrCreate(folder);
        String set = Files.readString(folder.resolve("jwks.json"));
        LocalIssuer.openOrCreate(parent.resolve("another"));
        Files.writeString(
                folder.resolve("jwks.json"), Files.readString(parent.resolve("another/jwks.json")));

        LocalIssuer.openOrCreate(folder);

        assertThat(folder.resolve("jwks.json")).hasContent(set);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "not a key", "{\"kty\":\"EC\"}", "{\"kty\":\"oct\",\"k\":\"AA\"}"})
    void a_damaged_private_key_is_refused_in_one_line_and_kept(String content) throws Exception {
        LocalIssuer.openOrCreate(folder);
        Files.writeString(privateKey, content);

        assertThatThrownBy(() -> LocalIssuer.openOrCreate(folder))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining(privateKey + " is damaged")
                .message()
                .doesNotContain("\n");
        assertThat(privateKey).hasContent(content);
    }

    @Test
    void a_private_key_that_does_not_match_its_public_half_is_refused() throws Exception {
        LocalIssuer.openOrCreate(folder);
        ECKey key = ECKey.parse(Files.readString(privateKey));
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        Files.writeString(
                privateKey, new ECKey.Builder(key).d(other.getD()).build().toJSONString());

        assertThatThrownBy(() -> LocalIssuer.open(folder))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void a_private_key_that_others_can_read_or_change_is_refused(String mode) throws Exception {
        LocalIssuer.openOrCreate(folder);
        Files.setPosixFilePermissions(privateKey, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> LocalIssuer.openOrCreate(folder))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_missing_private_key_is_refused_with_the_ways_to_make_one() {
        assertThatThrownBy(() -> LocalIssuer.open(folder))
                .isInstanceOf(IssuerFailure.class)
                .hasMessageContaining(privateKey.toString())
                .hasMessageContaining("./run --secure")
                .hasMessageContaining("deploy/make-env");
    }

    private ECKey keyOfSet(String keyId) throws Exception {
        return (ECKey) JWKSet.load(LocalIssuer.keySet(folder).toFile()).getKeyByKeyId(keyId);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
