package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RefusedStartIT {

    @TempDir private Path folder;

    @Test
    void a_port_in_use_ends_the_start_with_one_line_that_names_it() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Script run =
                        Script.start(
                                "run",
                                List.of(
                                        "--data",
                                        folder.resolve("data").toString(),
                                        "--command-port",
                                        Integer.toString(taken.getLocalPort())))) {
            assertThat(run.awaitExit(60)).isNotZero();
            assertThat(run.output())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("--command-port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void a_data_folder_that_is_a_file_ends_the_start_with_one_line_that_names_it()
            throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");
        try (Script run = Script.start("run", List.of("--data", file.toString()))) {
            assertThat(run.awaitExit(60)).isNotZero();
            assertThat(run.output()).contains(file.toString()).doesNotContain("\tat ");
        }
    }

    @Test
    void an_unknown_option_is_refused_and_named() throws Exception {
        try (Script run = Script.start("run", List.of("--query-replica", "3"))) {
            assertThat(run.awaitExit(60)).isNotZero();
            assertThat(run.output()).contains("--query-replica");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "replay", "bench", "stockledger"})
    void a_failed_build_of_a_fresh_clone_is_reported(String script) throws Exception {
        try (Script run =
                Script.startCopy(folder.resolve("clone"), script, List.of(), failingMaven())) {
            assertThat(run.awaitExit(60)).isNotZero();
            assertThat(run.output()).contains("the build failed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "run, --help, run.help",
        "run, --fresh -h, run.help",
        "replay, --help, replay.help",
        "replay, verify-journal --help, replay-verify-journal.help",
        "bench, --help, bench.help",
        "bench, http -h, bench-http.help",
        "stockledger, --help, stockledger.help",
        "stockledger, status --command-service http://h --help, stockledger-status.help",
        "stockledger, export movements --help, stockledger-export-movements.help"
    })
    void the_help_is_printed_without_a_build(String script, String arguments, String text)
            throws Exception {
        try (Script help = startWithoutBuild(script, arguments)) {
            assertThat(help.awaitExit(60)).isZero();
            assertThat(help.output())
                    .isEqualTo(
                            Files.readString(ProjectRoot.path().resolve("bin/help").resolve(text))
                                    .strip());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stockledger, foo --help, unknown subcommand 'foo' (see ./stockledger --help)",
        "stockledger, export foo -h, unknown subcommand 'foo' (see ./stockledger export --help)",
        "bench, foo --help, unknown subcommand 'foo' (see ./bench --help)"
    })
    void the_help_of_an_unknown_subcommand_is_refused(
            String script, String arguments, String reason) throws Exception {
        try (Script help = startWithoutBuild(script, arguments)) {
            assertThat(help.awaitExit(60)).isEqualTo(2);
            assertThat(help.output()).isEqualTo(script + ": " + reason);
        }
    }

    /** Starts a copy of a script, in which any build fails. */
    private Script startWithoutBuild(String script, String arguments) throws IOException {
        return Script.startCopy(
                folder.resolve("clone"), script, List.of(arguments.split(" ", -1)), failingMaven());
    }

    private Map<String, String> failingMaven() throws IOException {
        Path maven = Files.createDirectory(folder.resolve("maven")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return Map.of("PATH", maven.getParent() + File.pathSeparator + System.getenv("PATH"));
    }
}
