package io.stockledger.cli.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.cli.Stockledger;
import io.stockledger.issuer.LocalIssuer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

class TokenCommandIT {

    private static final String SCOPE = "--scope=inventory:read";

    @TempDir private Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void makeKeys() {
        LocalIssuer.openOrCreate(LocalIssuer.folderIn(data));
    }

    @Test
    void only_the_token_is_printed() {
        assertThat(token("--data=" + data, SCOPE)).as(err.toString()).isZero();

        assertThat(out.toString()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_token_has_the_claims_of_the_options() {
        int exitCode =
                token(
                        "--keys=" + LocalIssuer.folderIn(data),
                        "--scope=inventory:write",
                        "--scope=inventory:admin",
                        "--subject=ann",
                        "--audience=shop",
                        "--issuer=urn:i",
                        "--expires-in=7d");

        assertThat(exitCode).as(err.toString()).isZero();
        JsonNode claims = claims();
        assertThat(claims.get("scope").asString()).isEqualTo("inventory:write inventory:admin");
        assertThat(claims.get("sub").asString()).isEqualTo("ann");
        assertThat(claims.get("aud").asString()).isEqualTo("shop");
        assertThat(claims.get("iss").asString()).isEqualTo("urn:i");
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong())
                .isEqualTo(7 * 24 * 3600);
    }

    @Test
    void a_token_lasts_an_hour_and_its_subject_is_the_user_by_default() {
        assertThat(token("--data=" + data, SCOPE)).isZero();

        JsonNode claims = claims();
        assertThat(claims.get("sub").asString()).isEqualTo(System.getProperty("user.name"));
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(3600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scope=inventory:all | inventory:all",
                "--scope= | is not one of",
                "--subject=x | --scope",
                "--scope=inventory:read --expires-in=0s | 1 second",
                "--scope=inventory:read --expires-in=366d | 365 days",
                "--scope=inventory:read --expires-in=999999999d | 365 days",
                "--scope=inventory:read --expires-in=1w | 30s, 15m, 1h or 7d",
                "--scope=inventory:read --expires-in=-1s | 30s, 15m, 1h or 7d",
                "--scope=inventory:read --subject= | subject",
                "--scope=inventory:read --keys=elsewhere | exclude each other",
            })
    void a_wrong_option_is_refused_in_one_line_on_stderr(String options, String reason) {
        List<String> arguments = new ArrayList<>(List.of(options.split(" ", -1)));
        arguments.add("--data=" + data);

        assertThat(token(arguments.toArray(String[]::new))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(reason).hasLineCount(1);
    }

    @Test
    void missing_keys_are_refused_with_the_ways_to_make_them() {
        assertThat(token("--data=" + data.resolve("none"), SCOPE)).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("./run --secure", "deploy/make-env").hasLineCount(1);
    }

    private int token(String... options) {
        List<String> arguments = new ArrayList<>(List.of("token"));
        arguments.addAll(List.of(options));
        return Stockledger.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    private JsonNode claims() {
        return JsonMapper.shared()
                .readTree(Base64.getUrlDecoder().decode(out.toString().split("\\.", -1)[1]));
    }
}
