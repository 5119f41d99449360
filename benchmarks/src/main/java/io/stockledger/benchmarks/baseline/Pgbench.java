package io.stockledger.benchmarks.baseline;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;

import org.HdrHistogram.Histogram;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The load generator of Postgres with the INSERT of {@link SingleInserts}, over TCP. */
final class Pgbench implements Load {

    private static final int THREADS = 2;

    /** Share of the transactions whose latency is logged; this share hardly slows pgbench down. */
    private static final String SAMPLING_RATE = "0.1";

    private static final int STOP_MAX_SECONDS = 60;
    private static final String LOG_PREFIX = "latencies";
    private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(2);

    private static final String SCRIPT =
            """
            \\set product random(0, :products - 1)
            \\set n :n + 1
            \\set sequence_number :client_id * 1099511627776 + :n
            INSERT INTO baseline_events (event_id, aggregate_id, aggregate_type, sequence_number, event_type, \
                                         event_version, occurred_at, payload, metadata) \
            VALUES (gen_random_uuid(), 'product-' || lpad(:product::text, 6, '0'), 'Inventory', :sequence_number, \
                    'StockReserved', 1, now(), \
            '%s', '{"commandId":"baseline"}');
            """
                    .formatted(SingleInserts.PAYLOAD);

    private final Path program;
    private final EventsDatabase.Login login;
    private final int products;
    private final Path folder;
    private long runs;

    /** Creates the load; pgbench stores its script and logs below the folder. */
    Pgbench(Path program, EventsDatabase.Login login, int products, Path folder) {
        this.program = program;
        this.login = login;
        this.products = products;
        this.folder = folder.resolve("pgbench");
    }

    /** Returns the program pgbench, or empty if no folder of the PATH contains it. */
    static Optional<Path> onPath(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Measurement run(LoadTimes times) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("insert.sql"), SCRIPT);
        if (times.warmUpSeconds() > 0) {
            run(times.warmUpSeconds(), List.of());
        }
        String output =
                run(
                        times.seconds(),
                        List.of(
                                "--log",
                                "--log-prefix=" + LOG_PREFIX,
                                "--sampling-rate=" + SAMPLING_RATE));
        Histogram micros = new Histogram(LATENCY_MAX_MICROS, 3);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(LOG_PREFIX)) {
                    PgbenchOutput.addLatencies(Files.readAllLines(file), micros);
                    Files.delete(file);
                }
            }
        }
        long transactions = PgbenchOutput.transactions(output);
        return new Measurement(
                transactions,
                transactions / PgbenchOutput.transactionsPerSecond(output),
                Latency.ofMicros(micros),
                null);
    }

    private String run(int seconds, List<String> options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--no-vacuum",
                                "--protocol=prepared",
                                "--client=" + SingleInserts.CONNECTIONS,
                                "--jobs=" + THREADS,
                                "--time=" + seconds,
                                "--define=products=" + products,
                                // Each run starts at another number, so that no sequence number is
                                // used twice.
                                "--define=n=" + (++runs << 32),
                                "--file=insert.sql",
                                "--host=" + login.host(),
                                "--port=" + login.port(),
                                "--username=" + login.user()));
        command.addAll(options);
        command.add(login.database());
        Path outputFile = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(outputFile.toFile());
        builder.environment().put("PGPASSWORD", login.password());
        Process process = builder.start();
        try {
            if (!process.waitFor(seconds + STOP_MAX_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("pgbench did not end in time");
            }
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(outputFile, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("pgbench failed: " + output);
        }
        return output;
    }
}
