package io.stockledger.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.localstack.process.StackFailure;

import org.junit.jupiter.api.Test;

import java.util.Map;

class PostgresPartsTest {

    @Test
    void variables_of_psql_are_quoted_as_literals_and_as_identifiers() {
        assertThat(
                        Provisioning.substitute(
                                "CREATE ROLE a PASSWORD :'word'; CREATE DATABASE :\"name\";",
                                Map.of("word", "it's $1", "name", "a\"b")))
                .isEqualTo("CREATE ROLE a PASSWORD 'it''s $1'; CREATE DATABASE \"a\"\"b\";");
    }

    @Test
    void a_variable_without_a_value_is_refused() {
        assertThatThrownBy(() -> Provisioning.substitute("SELECT :'missing'", Map.of()))
                .hasMessageContaining("missing");
    }

    @Test
    void each_supported_machine_has_its_programs_and_others_are_refused_with_an_alternative() {
        assertThat(PostgresBinaries.archiveFor("Linux", "amd64"))
                .isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveFor("Linux", "aarch64"))
                .isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveFor("Mac OS X", "aarch64"))
                .isEqualTo("postgres-darwin-arm_64.txz");
        assertThatThrownBy(() -> PostgresBinaries.archiveFor("Windows 11", "amd64"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("docker compose");
    }

    @Test
    void each_usual_cause_of_a_failed_start_has_a_remedy() {
        assertThat(StartFailure.remedy("could not write: No space left on device"))
                .contains("disk space");
        assertThat(StartFailure.remedy("could not open: Permission denied")).contains("--data");
        assertThat(StartFailure.remedy("could not bind IPv4 address")).contains("Start again");
        assertThat(StartFailure.remedy("invalid primary checkpoint record")).contains("--fresh");
    }

    @Test
    void passwords_are_never_shown() {
        assertThat(Passwords.generate()).hasToString("Passwords[hidden]");
    }
}
