package io.stockledger.benchmarks.verification;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.cli.Stockledger;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A run of {@code ./stockledger verify} in its own JVM, with the JVM options of the script. It
 * ignores the times of the load: it ends when everything is verified.
 */
final class VerifierProcess implements Load {

    /** The heap limit in the script. */
    static final int HEAP_MAX_MIB = 256;

    private static final long SAMPLE_MS = 200;
    private static final String PEAK = "VmHWM:";

    private final BenchmarkPostgres postgres;
    private final EventsDatabase events;
    private final ViewsDatabase views;
    private final String brokers;
    private final long total;

    private Duration processorTime = Duration.ZERO;

    /** The largest resident memory; 0 if the system does not report it. */
    private long peakKib;

    VerifierProcess(
            BenchmarkPostgres postgres,
            EventsDatabase events,
            ViewsDatabase views,
            String brokers,
            long total) {
        this.postgres = postgres;
        this.events = events;
        this.views = views;
        this.brokers = brokers;
        this.total = total;
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        long start = System.nanoTime();
        ChildProcess verifier = start();
        await(verifier);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (verifier.exitCode() != 0) {
            throw new StackFailure(
                    "The verifier has ended with %d: %s"
                            .formatted(verifier.exitCode(), Files.readString(verifier.logFile())));
        }
        return new Measurement(total, seconds, null, null);
    }

    /** Returns the processor time and the memory of the process that {@link #run} has awaited. */
    String cost() {
        String perEvent =
                String.format(
                        Locale.ROOT,
                        "no differences; %.1f µs of processor time per event without Postgres",
                        processorTime.toNanos() / 1e3 / total);
        return peakKib == 0 ? perEvent : perEvent + ", peak memory %d MiB".formatted(peakKib >> 10);
    }

    private ChildProcess start() {
        Path folder = postgres.folder();
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MAX_MIB + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stockledger.class.getName(),
                        "verify",
                        "--events",
                        events.url(),
                        "--views",
                        views.url(),
                        "--kafka",
                        brokers,
                        "--state",
                        folder.resolve("verification.state").toString());
        return ChildProcess.start(
                new ChildProcess.Start(
                        "verifier",
                        command,
                        Map.of(
                                "STOCKLEDGER_EVENTS_PASSWORD",
                                password(events.serviceEnvironment()),
                                "STOCKLEDGER_VIEWS_PASSWORD",
                                password(views.serviceEnvironment())),
                        folder.resolve("verifier.log"),
                        postgres.processes()));
    }

    private static String password(Map<String, String> serviceEnvironment) {
        return serviceEnvironment.getOrDefault("SPRING_DATASOURCE_PASSWORD", "");
    }

    private void await(ChildProcess verifier) throws InterruptedException, ExecutionException {
        CompletableFuture<ChildProcess> ended = verifier.ended();
        while (true) {
            try {
                ended.get(SAMPLE_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                sample(verifier.pid());
            }
        }
    }

    private void sample(long pid) {
        ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .ifPresent(time -> processorTime = time);
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            lines.filter(line -> line.startsWith(PEAK))
                    .findFirst()
                    .ifPresent(line -> peakKib = Long.parseLong(line.replaceAll("\\D", "")));
        } catch (IOException _) {
            // Only Linux has this file, and only while the process runs.
        }
    }
}
