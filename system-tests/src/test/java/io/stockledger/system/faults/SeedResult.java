package io.stockledger.system.faults;

import io.stockledger.system.faults.checker.Violation;
import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.CommandResult.Refused;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.HistoryEntry.ProductRead;
import io.stockledger.system.faults.history.HistoryEntry.ViewRead;
import io.stockledger.system.faults.history.SeedEvidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of one seed.
 *
 * @param faultTimes the times of the faults of the plan
 * @param zeroNanos the time that the evidence shows as 0, at the beginning of the load
 */
record SeedResult(
        long seed,
        FaultPlan plan,
        List<FaultTime> faultTimes,
        long zeroNanos,
        SeedEvidence evidence,
        List<Violation> violations) {

    /** One line with the plan and the numbers of calls. */
    String line() {
        List<CommandCall> calls = evidence.history().entries(CommandCall.class);
        return "seed %d: %s; %d attempts (%d recorded, %d refused, %d unknown), %d reads, %d view reads, %d events; %s"
                .formatted(
                        seed,
                        plan,
                        calls.size(),
                        calls.stream().filter(c -> c.result() instanceof Recorded).count(),
                        calls.stream().filter(c -> c.result() instanceof Refused).count(),
                        calls.stream().filter(c -> c.result() instanceof Unknown).count(),
                        evidence.history().entries(ProductRead.class).size(),
                        evidence.history().entries(ViewRead.class).size(),
                        evidence.log().events().size(),
                        violations.isEmpty() ? "no violation" : violations.size() + " VIOLATIONS");
    }

    /**
     * Writes history, log, samples, violations and the logs of all processes to a folder.
     *
     * @param cluster the folder of the cluster
     */
    void writeTo(Path folder, Path cluster) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("plan.txt"), line() + "\n");
            Files.write(
                    folder.resolve("violations.txt"),
                    violations.stream().map(Violation::toString).toList());
            evidence.history().writeTo(folder.resolve("history.txt"), zeroNanos);
            Files.write(
                    folder.resolve("log.txt"),
                    evidence.log().events().stream().map(Record::toString).toList());
            Files.write(
                    folder.resolve("samples.txt"),
                    evidence.samples().stream()
                            .map(
                                    sample ->
                                            "%8d %s"
                                                    .formatted(
                                                            (sample.beginNanos() - zeroNanos)
                                                                    / 1_000_000,
                                                            sample))
                            .toList());
            Files.write(
                    folder.resolve("topic.txt"),
                    evidence.topic().stream().map(Record::toString).toList());
            try (Stream<Path> logs = Files.list(cluster)) {
                for (Path log : logs.filter(path -> path.toString().endsWith(".log")).toList()) {
                    Files.copy(log, folder.resolve(log.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
