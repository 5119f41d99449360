package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.stockledger.localstack.process.StackFailure;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class LaunchOptionsTest {

    @Test
    void without_options_one_service_of_each_kind_has_the_documented_port() {
        assertThat(parsed().services())
                .extracting(Service::name, Service::port)
                .containsExactly(tuple("command-service", 8080), tuple("query-service", 8081));
    }

    @Test
    void replicas_have_consecutive_ports_from_the_query_port_on() {
        assertThat(parsed("--query-replicas", "3", "--query-port", "9001").services())
                .filteredOn(service -> service.kind() == Service.Kind.QUERY)
                .extracting(Service::port)
                .containsExactly(9001, 9002, 9003);
    }

    @Test
    void a_sandbox_with_security_on_is_refused() {
        assertThatThrownBy(() -> parsed("--sandbox", "--secure").services())
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("exclude each other");
        assertThat(parsed("--sandbox").services()).hasSize(2);
    }

    @Test
    void a_second_command_service_has_the_port_of_its_option() {
        assertThat(parsed("--second-command-port", "9000").services())
                .filteredOn(service -> service.kind() == Service.Kind.COMMAND)
                .extracting(Service::port)
                .containsExactly(8080, 9000);
    }

    @Test
    void two_services_on_one_port_are_refused_and_the_option_is_named() {
        assertThatThrownBy(() -> parsed("--command-port", "8081").services())
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("8081")
                .hasMessageContaining("--query-port");
    }

    @Test
    void more_replicas_than_partitions_are_refused() {
        assertThatThrownBy(() -> parsed("--query-replicas", "13").services())
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("1 to 12");
        assertThatThrownBy(() -> parsed("--query-replicas", "0").services())
                .isInstanceOf(StackFailure.class);
    }

    @Test
    void a_port_above_65535_is_refused_for_replicas_too() {
        assertThatThrownBy(
                        () -> parsed("--query-port", "65535", "--query-replicas", "2").services())
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("65536");
    }

    @Test
    void an_unknown_option_is_refused() {
        assertThatThrownBy(() -> parsed("--replicas", "3"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--replicas");
    }

    private static LaunchOptions parsed(String... arguments) {
        LaunchOptions options = new LaunchOptions();
        new CommandLine(options).parseArgs(arguments);
        return options;
    }
}
