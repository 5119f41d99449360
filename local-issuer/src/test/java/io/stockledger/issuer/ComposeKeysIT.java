package io.stockledger.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The scripts {@code deploy/make-env} and {@code deploy/token}, beside the local issuer. */
class ComposeKeysIT {

    private static final Path SCRIPTS = Path.of("../deploy").toAbsolutePath().normalize();
    private static final int PASSWORDS = 5;

    @TempDir private Path parent;

    private Path folder;
    private Path settings;
    private Path keys;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void nameTheFolder() {
        folder = parent.resolve("shop of überall");
        settings = folder.resolve(".env");
        keys = folder.resolve(".stockledger-compose/issuer");
    }

    @Test
    void the_local_issuer_signs_with_the_keys_of_make_env() throws Exception {
        makeEnv();

        String token =
                LocalIssuer.open(keys)
                        .token(
                                TokenClaims.local(
                                        "ann", List.of("inventory:read"), Duration.ofMinutes(1)),
                                Instant.now());

        assertThat(isVerified(token)).isTrue();
    }

    @Test
    void the_id_of_a_key_of_make_env_is_its_thumbprint() throws Exception {
        makeEnv();

        ECKey key = ECKey.parse(Files.readString(keys.resolve("private-key.jwk")));
        assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
    }

    @Test
    void the_key_set_of_make_env_has_no_private_key() throws Exception {
        makeEnv();

        JWKSet set = JWKSet.load(LocalIssuer.keySet(keys).toFile());
        assertThat(set.size()).isOne();
        assertThat(set.containsNonPublicKeys()).isFalse();
    }

    @Test
    void only_the_owner_can_read_the_passwords_and_the_private_key() throws Exception {
        makeEnv();

        assertThat(mode(settings)).isEqualTo("rw-------");
        assertThat(mode(keys)).isEqualTo("rwx------");
        assertThat(mode(keys.resolve("private-key.jwk"))).isEqualTo("rw-------");
        // The services run as another user.
        assertThat(mode(keys.resolve("jwks.json"))).isEqualTo("rw-r--r--");
    }

    @Test
    void every_role_has_a_random_password_of_its_own() throws Exception {
        makeEnv();

        assertThat(passwords())
                .hasSize(PASSWORDS)
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[0-9a-f]{48}"));
    }

    @Test
    void passwords_and_ports_of_the_environment_are_written() throws Exception {
        Result result =
                run(
                        Map.of(
                                "STOCKLEDGER_OWNER_PASSWORD", "owner-try-out",
                                "STOCKLEDGER_QUERY_PORT", "9999"),
                        "make-env",
                        folder.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Files.readAllLines(settings))
                .contains(
                        "STOCKLEDGER_OWNER_PASSWORD=owner-try-out",
                        "STOCKLEDGER_QUERY_PORT=9999",
                        "STOCKLEDGER_COMMAND_PORT=8080");
    }

    @Test
    void a_password_that_an_env_file_would_read_otherwise_is_refused() throws Exception {
        Result result =
                run(Map.of("STOCKLEDGER_OWNER_PASSWORD", "a$b #c"), "make-env", folder.toString());

        assertThat(result.exitCode()).isOne();
        assertThat(result.err()).contains("STOCKLEDGER_OWNER_PASSWORD").hasLineCount(1);
        assertThat(settings).doesNotExist();
    }

    @Test
    void an_existing_env_file_is_left_as_it_is() throws Exception {
        makeEnv();
        String before = Files.readString(settings);

        Result result = run(Map.of(), "make-env", folder.toString());

        assertThat(result.exitCode()).isOne();
        assertThat(result.err()).contains(settings.toString(), "--force").hasLineCount(1);
        assertThat(settings).hasContent(before);
    }

    @Test
    void with_force_the_passwords_are_replaced_and_the_keys_are_kept() throws Exception {
        makeEnv();
        List<String> before = passwords();
        String key = Files.readString(keys.resolve("private-key.jwk"));

        Result result = run(Map.of(), "make-env", "--force", folder.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(passwords()).hasSize(PASSWORDS).doesNotContainAnyElementsOf(before);
        assertThat(keys.resolve("private-key.jwk")).hasContent(key);
    }

    @Test
    void missing_keys_are_made_again_beside_an_existing_env_file() throws Exception {
        makeEnv();
        List<String> before = passwords();
        Files.delete(keys.resolve("private-key.jwk"));

        makeEnv();

        assertThat(LocalIssuer.existsIn(keys)).isTrue();
        assertThat(passwords()).isEqualTo(before);
    }

    @Test
    void a_token_of_the_script_has_the_claims_of_its_options_and_lasts_an_hour() throws Exception {
        makeEnv();
        Instant start = Instant.now().minusSeconds(1);

        String text =
                token(
                        "--scope",
                        "inventory:read",
                        "--scope",
                        "inventory:write",
                        "--subject",
                        "ann");

        assertThat(isVerified(text)).isTrue();
        var claims = SignedJWT.parse(text).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(TokenClaims.LOCAL_ISSUER);
        assertThat(claims.getSubject()).isEqualTo("ann");
        assertThat(claims.getAudience()).containsExactly(TokenClaims.AUDIENCE);
        assertThat(claims.getStringClaim("scope")).isEqualTo("inventory:read inventory:write");
        Instant issued = claims.getIssueTime().toInstant();
        assertThat(issued).isBetween(start, Instant.now());
        assertThat(claims.getExpirationTime()).isEqualTo(issued.plusSeconds(3600));
    }

    /** One signature in two has a number that DER writes with a leading zero, or shorter. */
    @Test
    void every_token_of_the_script_is_verified_by_the_key_set_of_the_local_issuer()
            throws Exception {
        LocalIssuer.openOrCreate(keys);

        for (int i = 0; i < 8; i++) {
            String token = token("--scope", "inventory:admin");
            assertThat(isVerified(token)).as(token).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scope inventory:all | inventory:all",
                "--scope | has no value",
                "--subject ann | --scope",
                "--scope inventory:read --subject a\"b | subject",
                "--scope inventory:read --lifetime 1h | unknown option",
                "--scope inventory:read --keys elsewhere | deploy/make-env",
            })
    void a_wrong_option_of_the_script_is_refused_in_one_line(String options, String reason)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("token"));
        command.addAll(List.of(options.split(" ", -1)));

        Result result = run(Map.of(), command.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(reason).hasLineCount(1);
    }

    @Test
    void the_script_refuses_a_private_key_that_others_can_read() throws Exception {
        makeEnv();
        Files.setPosixFilePermissions(
                keys.resolve("private-key.jwk"), PosixFilePermissions.fromString("rw-r-----"));

        Result result =
                run(Map.of(), "token", "--scope", "inventory:read", "--keys", keys.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("chmod 600").hasLineCount(1);
    }

    private void makeEnv() throws Exception {
        Result result = run(Map.of(), "make-env", folder.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private String token(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("token", "--keys", keys.toString()));
        command.addAll(List.of(options));
        Result result = run(Map.of(), command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }

    private boolean isVerified(String text) throws Exception {
        SignedJWT token = SignedJWT.parse(text);
        JWKSet set = JWKSet.load(LocalIssuer.keySet(keys).toFile());
        var key = (ECKey) set.getKeyByKeyId(token.getHeader().getKeyID());
        return token.verify(new ECDSAVerifier(key));
    }

    private List<String> passwords() throws IOException {
        return Files.readAllLines(settings).stream()
                .filter(line -> line.matches("STOCKLEDGER_\\w+_PASSWORD=.*"))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();
    }

    private Result run(Map<String, String> environment, String... command) throws Exception {
        List<String> script = new ArrayList<>(List.of(command));
        script.set(0, SCRIPTS.resolve(command[0]).toString());
        Path out = parent.resolve("out");
        Path err = parent.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(script).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("STOCKLEDGER_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the script still runs after 60 s: " + script);
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
