package io.stockledger.cli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.issuer.LocalIssuer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

class BearerTokenIT {

    @TempDir private Path data;

    @Test
    void the_local_issuer_of_the_data_folder_signs_a_token_with_the_scopes_of_the_calls() {
        LocalIssuer.openOrCreate(LocalIssuer.folderIn(data));

        String token = Objects.requireNonNull(token(null, null).value());

        String claims =
                new String(
                        Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]),
                        StandardCharsets.UTF_8);
        assertThat(claims).contains("\"inventory:read inventory:write\"", "\"sub\":\"replay\"");
    }

    @Test
    void the_variable_takes_precedence_over_the_local_issuer() {
        LocalIssuer.openOrCreate(LocalIssuer.folderIn(data));

        assertThat(token(null, " a.b.c ").value()).isEqualTo("a.b.c");
    }

    @Test
    void a_file_takes_precedence_over_the_variable() throws Exception {
        Path file = Files.writeString(data.resolve("token"), "d.e.f\n");

        assertThat(token(file, "a.b.c").value()).isEqualTo("d.e.f");
    }

    @Test
    void a_system_without_a_local_issuer_gets_no_token() {
        assertThat(token(null, null).value()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two tokens", "tökén"})
    void a_file_without_a_token_is_refused(String content) throws Exception {
        Path file = Files.writeString(data.resolve("token"), content);

        assertThatThrownBy(() -> token(file, null))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_damaged_key_of_the_local_issuer_is_refused() throws Exception {
        Path keys = LocalIssuer.folderIn(data);
        LocalIssuer.openOrCreate(keys);
        Files.writeString(keys.resolve("private-key.jwk"), "{}");

        assertThatThrownBy(() -> token(null, null))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("damaged");
    }

    private BearerToken token(@Nullable Path file, @Nullable String variable) {
        return BearerToken.of(
                file, variable, data, "replay", List.of("inventory:read", "inventory:write"));
    }
}
