package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.ProcessRecord;
import io.stockledger.localstack.process.Signal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

class LauncherIT {

    @TempDir private Path project;

    private final int commandPort = Ports.free();
    private final int queryPort = Ports.free();

    @BeforeEach
    void buildServices() throws IOException {
        TinyService.packageAs(Service.Kind.COMMAND.jarIn(project));
        TinyService.packageAs(Service.Kind.QUERY.jarIn(project));
    }

    @AfterEach
    void stopLeftoverProcesses() {
        LeftoverProcesses.stopAll(project.resolve(".stockledger/processes"));
    }

    @Test
    void a_start_reports_that_it_is_ready_and_a_stop_leaves_no_process_and_exits_with_0()
            throws Exception {
        try (LauncherProcess run = start()) {
            assertThat(run.awaitReady()).as(run.output()).isTrue();
            assertThat(LauncherProcess.get(commandPort, "/")).endsWith("/stockledger_events");
            assertThat(LauncherProcess.get(queryPort, "/")).endsWith("/stockledger_views");
            assertThat(filesOfOthers(project.resolve(".stockledger"))).isEmpty();

            try (LauncherProcess second = start()) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.output()).contains("Another ./run").contains("--data");
            }

            run.terminate();

            assertThat(run.awaitEnd()).as(run.output()).isZero();
            assertThat(run.output()).endsWith("stopped\n");
            assertThat(project.resolve(".stockledger/processes")).isEmptyDirectory();
        }
    }

    @Test
    void a_start_takes_the_folder_of_an_earlier_version_away_from_others() throws Exception {
        Path data = project.resolve(".stockledger");
        Path kept = Files.writeString(Files.createDirectories(data).resolve("of-the-user"), "");
        List<Path> before = new ArrayList<>(List.of(data, kept));
        for (String name : List.of("logs", "kafka", "processes")) {
            Path inner = Files.createDirectories(data.resolve(name));
            before.add(inner);
            before.add(Files.writeString(inner.resolve("old"), ""));
        }
        for (Path path : before) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }

        StackFolder.lock(data).close();

        assertThat(filesOfOthers(data)).containsExactly(kept);
    }

    /** The files and folders that the group or other users have any right on. */
    private static List<Path> filesOfOthers(Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of("find", folder.toString()));
        command.addAll(List.of("!", "-type", "l", "(", "-perm", "-0001"));
        for (String right : List.of("-0002", "-0004", "-0010", "-0020", "-0040")) {
            command.addAll(List.of("-o", "-perm", right));
        }
        command.add(")");
        Process find = new ProcessBuilder(command).start();
        try (BufferedReader output = find.inputReader()) {
            return output.lines().map(Path::of).toList();
        }
    }

    @Test
    void processes_of_a_killed_launcher_are_stopped_by_the_next_start() throws Exception {
        try (LauncherProcess killed = start()) {
            assertThat(killed.awaitReady()).as(killed.output()).isTrue();
            killed.kill();
            killed.awaitEnd();
        }

        try (LauncherProcess run = start()) {
            assertThat(run.awaitReady()).as(run.output()).isTrue();
            assertThat(run.output())
                    .contains("stopped postgres", "stopped kafka", "stopped command-service");
        }
    }

    @Test
    void a_killed_process_is_started_again_on_its_port_and_the_others_go_on() throws Exception {
        try (LauncherProcess run = start()) {
            assertThat(run.awaitReady()).as(run.output()).isTrue();
            long commandPid = pid("command-service");
            Map<String, Long> killed = new HashMap<>();
            for (String name : List.of("postgres", "kafka", "query-service")) {
                killed.put(name, pid(name));
                Signal.KILL.sendTo(pid(name));
            }
            for (String name : killed.keySet()) {
                assertThat(run.awaitLine(name + " is up again (pid ")).as(run.output()).isTrue();
                assertThat(run.output())
                        .contains(
                                name
                                        + " ended unexpectedly by signal 9 (SIGKILL); it is started"
                                        + " again in 1 s (log: ")
                        .contains(name + " is up again (pid " + pid(name));
                assertThat(pid(name)).isNotEqualTo(killed.get(name));
            }
            assertThat(pid("command-service")).isEqualTo(commandPid);
            assertThat(LauncherProcess.get(commandPort, "/")).endsWith("/stockledger_events");
            assertThat(LauncherProcess.get(queryPort, "/")).endsWith("/stockledger_views");
            for (String port : List.of("postgres", "kafka")) {
                assertThat(Ports.isFree(innerPort(port))).as(port).isFalse();
            }

            // The second restart of the service waits for 2 s, and the stop does not wait for it.
            assertThatThrownBy(() -> LauncherProcess.get(queryPort, "/end"))
                    .isInstanceOf(IOException.class);
            assertThat(run.awaitLine("query-service ended unexpectedly with exit code 7: "))
                    .isTrue();
            assertThat(run.output()).contains("it is started again in 2 s");
            run.terminate();

            assertThat(run.awaitEnd()).as(run.output()).isZero();
            assertThat(run.output()).endsWith("stopped\n");
            assertThat(project.resolve(".stockledger/processes")).isEmptyDirectory();
        }
    }

    private long pid(String name) {
        return ProcessRecord.read(project.resolve(".stockledger/processes/" + name + ".process"))
                .orElseThrow()
                .pid();
    }

    private int innerPort(String name) throws IOException {
        var ports = new Properties();
        try (var file = Files.newBufferedReader(project.resolve(".stockledger/ports.properties"))) {
            ports.load(file);
        }
        return Integer.parseInt(ports.getProperty(name));
    }

    @Test
    void a_service_that_refuses_to_start_ends_the_start_and_its_reason_is_shown() throws Exception {
        Path jar = Service.Kind.QUERY.jarIn(project);
        TinyService.packageAs(jar, TinyService.RefusedStart.class);
        try (LauncherProcess run = start()) {
            assertThat(run.awaitEnd()).isEqualTo(1);
            assertThat(run.output())
                    .contains("query-service ended during its start (exit code 1)")
                    .contains("Cannot start: the sky is falling.")
                    .contains("query-service.log")
                    .doesNotContain("Shutdown completed");
        }
    }

    @Test
    void a_port_in_use_is_named_with_its_option_before_any_process_starts() throws Exception {
        try (ServerSocket taken =
                        new ServerSocket(queryPort, 1, InetAddress.ofLiteral(Ports.LOOPBACK));
                LauncherProcess run = start()) {
            assertThat(run.awaitEnd()).isEqualTo(1);
            assertThat(run.output())
                    .contains("Port " + taken.getLocalPort() + " (query-service) is in use")
                    .contains("--query-port")
                    .doesNotContain("starting");
        }
    }

    @Test
    void a_folder_that_is_not_writable_is_named_with_its_option() throws Exception {
        Path file = Files.writeString(project.resolve("a-file"), "");
        try (LauncherProcess run =
                LauncherProcess.start(project, "--data", file.resolve("data").toString())) {
            assertThat(run.awaitEnd()).isEqualTo(1);
            assertThat(run.output()).contains("Cannot write to the data folder").contains("--data");
        }
    }

    private LauncherProcess start() throws IOException {
        return LauncherProcess.start(
                project, "--command-port", "" + commandPort, "--query-port", "" + queryPort);
    }
}
