package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.LoadTimes;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The conditions under which a section was measured.
 *
 * @param commandLine the command that repeats the measurement
 * @param loadAverageAtStart of the last minute, before anything was started; negative if the system
 *     does not report it
 * @param heapMaxMiB the heap limit of the JVM that the command side runs in
 * @param postgres the version of the running server
 * @param postgresSettings the settings that matter, as the running server reports them
 * @param notes further facts that a reader of the figures needs
 */
public record Conditions(
        Instant startedAt,
        String commandLine,
        int cores,
        String system,
        String jdk,
        double loadAverageAtStart,
        long heapMaxMiB,
        String postgres,
        Map<String, String> postgresSettings,
        int warmUpSeconds,
        int seconds,
        List<String> notes) {

    /** The machine and the JVM before anything is measured. */
    public record Machine(
            Instant startedAt, int cores, String system, String jdk, double loadAverage) {

        public static Machine now() {
            return new Machine(
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    Runtime.getRuntime().availableProcessors(),
                    "%s %s, %s"
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.version"),
                                    System.getProperty("os.arch")),
                    Runtime.version().toString(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
    }

    /** The version and the settings that the running Postgres reports. */
    public record Server(String version, Map<String, String> settings) {}

    /** Returns the heap limit of this JVM. */
    public static long ownHeapMaxMiB() {
        return Runtime.getRuntime().maxMemory() >> 20;
    }

    public static Conditions of(
            Machine machine,
            String commandLine,
            long heapMaxMiB,
            Server server,
            LoadTimes times,
            List<String> notes) {
        return new Conditions(
                machine.startedAt(),
                commandLine,
                machine.cores(),
                machine.system(),
                machine.jdk(),
                machine.loadAverage(),
                heapMaxMiB,
                server.version(),
                server.settings(),
                times.warmUpSeconds(),
                times.seconds(),
                notes);
    }
}
