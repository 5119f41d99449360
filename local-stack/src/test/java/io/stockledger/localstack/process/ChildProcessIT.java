package io.stockledger.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

class ChildProcessIT {

    @TempDir private Path folder;

    @Test
    void an_error_of_an_earlier_run_in_the_same_log_is_ignored() throws Exception {
        Path log = folder.resolve("log");
        Files.writeString(
                log, "2026-11-25T02:22:06.074Z ERROR 7 --- [x] [main] y : an old error\n");
        ChildProcess process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                "shell",
                                List.of("/bin/sh", "-c", "echo 'nothing to do'; exit 3"),
                                Map.of(),
                                log,
                                folder));
        process.ended().get(60, TimeUnit.SECONDS);

        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(process.failureReason()).isEqualTo("nothing to do");
        process.stop(Signal.TERM, Duration.ofSeconds(1));
    }
}
