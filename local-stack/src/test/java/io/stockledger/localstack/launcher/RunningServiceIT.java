package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RunningServiceIT {

    private static final Duration NOTICE_EVERY = Duration.ofMillis(200);

    @TempDir private Path folder;

    @AfterEach
    void stopLeftoverProcesses() {
        LeftoverProcesses.stopAll(folder.resolve("data/processes"));
    }

    @Test
    void a_service_that_is_not_ready_is_waited_for_and_its_reason_is_shown() throws Exception {
        Path jar = folder.resolve("service.jar");
        TinyService.packageAs(jar, TinyService.LateReadiness.class);
        int port = Ports.free();
        var notice = new CompletableFuture<String>();
        try (StackFolder data = StackFolder.lock(folder.resolve("data"))) {
            RunningService service =
                    RunningService.start(
                            new Service(Service.Kind.QUERY, "late", port, "--query-port"),
                            ServiceProgram.of(jar),
                            Map.of(
                                    "SERVER_ADDRESS",
                                    Ports.LOOPBACK,
                                    "SERVER_PORT",
                                    Integer.toString(port)),
                            data);
            CompletableFuture<Void> ready =
                    CompletableFuture.runAsync(
                            () -> service.awaitReady(progress(notice), NOTICE_EVERY));

            notice.get(60, TimeUnit.SECONDS);
            assertThat(ready).isNotDone();
            LauncherProcess.get(port, "/heal");

            ready.get(60, TimeUnit.SECONDS);
            service.stop();
        }
    }

    /** Completes the future with the first notice that has the reason. */
    private static Progress progress(CompletableFuture<String> notice) {
        return new Progress(
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8) {
                    @Override
                    public void println(@Nullable String line) {
                        if (line != null
                                && line.startsWith(
                                        "  late is not ready yet; its log says: The sky is falling."
                                                + " (log: ")) {
                            notice.complete(line);
                        }
                    }
                });
    }
}
