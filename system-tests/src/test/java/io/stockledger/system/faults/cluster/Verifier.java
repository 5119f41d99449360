package io.stockledger.system.faults.cluster;

import io.stockledger.cli.Stockledger;
import io.stockledger.localstack.postgres.Passwords;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator's command {@code verify}, as a process that reads both databases and the topic. */
final class Verifier {

    private static final int RUN_MAX_SECONDS = 300;
    private static final int RUNS_MAX = 3;

    /** The exit code of a verification that cannot be carried out. */
    private static final int EXIT_IMPOSSIBLE = 2;

    /** Reservations end by themselves, so the views may have to follow the log at any time. */
    private static final int VIEWS_WAIT_SECONDS = 30;

    private final Path folder;
    private final ProcessBuilder process;

    /**
     * A verifier of one cluster.
     *
     * @param folder the folder of its log and its state
     */
    Verifier(
            Path folder,
            String eventsUrl,
            String viewsUrl,
            String kafkaServers,
            Passwords passwords) {
        this.folder = folder;
        this.process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Stockledger.class.getName(),
                                "verify",
                                "--fresh",
                                "--events",
                                eventsUrl,
                                "--views",
                                viewsUrl,
                                "--kafka",
                                kafkaServers,
                                "--state",
                                folder.resolve("verification.state").toString(),
                                "--wait",
                                Integer.toString(VIEWS_WAIT_SECONDS))
                        .redirectErrorStream(true)
                        .redirectOutput(output().toFile());
        process.environment().put("STOCKLEDGER_EVENTS_PASSWORD", passwords.application());
        process.environment().put("STOCKLEDGER_VIEWS_PASSWORD", passwords.query());
    }

    private Path output() {
        return folder.resolve("verifier.log");
    }

    /**
     * Verifies everything; again if a source does not answer in time, as on a slow machine.
     *
     * @return a line for each difference, or the whole output if the verification failed; empty if
     *     there is no difference
     */
    List<String> differences() {
        try {
            int exit = EXIT_IMPOSSIBLE;
            for (int run = 1; run <= RUNS_MAX && exit == EXIT_IMPOSSIBLE; run++) {
                Process running = process.start();
                if (!running.waitFor(RUN_MAX_SECONDS, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                    return List.of("no result within %d s".formatted(RUN_MAX_SECONDS));
                }
                exit = running.exitValue();
            }
            if (exit == 0) {
                return List.of();
            }
            List<String> lines = Files.readAllLines(output());
            List<String> differences =
                    lines.stream().filter(line -> line.startsWith("difference: ")).toList();
            return differences.isEmpty() ? List.of(String.join("; ", lines)) : differences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a verification", e);
        }
    }
}
