package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Instant;

class FirstStepsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static final Service COMMAND =
            new Service(Service.Kind.COMMAND, "command-service", 8080, "--x");

    private static final Service QUERY =
            new Service(Service.Kind.QUERY, "query-service", 8081, "--x");

    @Test
    void without_security_no_call_has_a_token() {
        assertThat(new FirstSteps(COMMAND, QUERY, null).lines(NOW))
                .hasSize(3)
                .noneMatch(line -> line.contains("Authorization"));
    }

    @Test
    void with_security_each_call_gets_a_token_with_its_scope() {
        assertThat(new FirstSteps(COMMAND, QUERY, "./stockledger token").lines(NOW))
                .satisfiesExactly(
                        register -> assertThat(register).contains(token("inventory:write")),
                        reserve -> assertThat(reserve).contains(token("inventory:write")),
                        read -> assertThat(read).contains(token("inventory:read")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/p, /p, /p/.stockledger, ./stockledger token",
                "/p, /p, /d, ./stockledger token --data /d",
                "/home, /p, /home/.stockledger, /p/stockledger token",
                "/home, /p, /p/.stockledger, /p/stockledger token --data /p/.stockledger",
                "/p, /p, /my data, ./stockledger token --data '/my data'",
                "/home, /it's, /d, '/it'\\''s/stockledger' token --data /d",
            })
    void the_command_for_a_token_works_in_the_present_folder(
            String present, String project, String data, String command) {
        assertThat(FirstSteps.tokenCommand(Path.of(present), Path.of(project), Path.of(data)))
                .isEqualTo(command);
    }

    private static String token(String scope) {
        return " -H \"Authorization: Bearer $(./stockledger token --scope " + scope + ")\"";
    }
}
