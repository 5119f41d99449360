package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.localstack.launcher.ServiceProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar of a service, unpacked by the first starts of one checkout. */
class ServiceProgramIT {

    private static final int STARTS = 3;
    private static final int SECONDS_MAX = 120;

    @TempDir private Path folder;

    /** A start: it prints the jar that it would run. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            System.out.println(ServiceProgram.of(Path.of(arguments[0])).javaOptions().getLast());
        }
    }

    @Test
    void first_starts_at_once_unpack_the_program_once_and_all_use_it() throws Exception {
        Path jar = folder.resolve("query-service-app.jar");
        Files.copy(ProjectRoot.path().resolve("query-service/target/query-service-app.jar"), jar);
        var starts = new ArrayList<Process>();
        for (int i = 0; i < STARTS; i++) {
            starts.add(start(jar));
        }

        for (Process start : starts) {
            assertThat(start.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            String output = new String(start.getInputStream().readAllBytes(), UTF_8).strip();
            assertThat(start.exitValue()).as(output).isZero();
            Path used = Path.of(output);
            assertThat(used).startsWith(folder.resolve("unpacked")).exists();
            assertThat(used.resolveSibling("lib")).isNotEmptyDirectory();
        }
        assertThat(folder.resolve("unpacked"))
                .isDirectoryNotContaining(path -> path.toString().contains("unfinished"));
    }

    private static Process start(Path jar) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                Start.class.getName(),
                                jar.toString()))
                .redirectErrorStream(true)
                .start();
    }
}
