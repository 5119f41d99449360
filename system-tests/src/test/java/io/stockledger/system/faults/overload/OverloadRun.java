package io.stockledger.system.faults.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.ProjectRoot;
import io.stockledger.system.faults.cluster.Cluster;
import io.stockledger.system.faults.cluster.Cluster.ServiceOptions;
import io.stockledger.system.faults.cluster.ClusterShape;
import io.stockledger.system.faults.overload.CommandLoad.Segment;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures one command service under three times the rate that it can take. It runs in the profile
 * {@code faults} with {@code -Dfaults.tests=OverloadRun}, on an idle machine. The system properties
 * are {@code faults.overload-ms} (the duration of the overload in milliseconds, default 20,000),
 * {@code faults.connections} (those of the overload, default 3,500) and {@code faults.command-java}
 * (options of the JVM of the service, divided by spaces; {@code
 * -Dstockledger.command.queue-commands-max=500} changes a setting).
 *
 * <p>The targets are printed beside the figures and not asserted, because the load generator
 * competes for the processors. The test fails if the service gives an answer that is neither a
 * success nor {@code 503}, or does not recover.
 */
class OverloadRun {

    private static final String SERVICE = "command-1";
    private static final int CLOSED_LOOP_CONNECTIONS = 256;
    private static final int CONNECTIONS = 3_500;
    private static final int OVERLOAD_MS = 20_000;
    private static final double OVERLOAD = 3;
    private static final double NORMAL = 0.5;
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int NORMAL_WINDOWS = 4;
    private static final double NORMAL_SHARE = 0.99;
    private static final long NORMAL_WAIT_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final Duration overload =
            Duration.ofMillis(Integer.getInteger("faults.overload-ms", OVERLOAD_MS));
    private final List<String> report = new ArrayList<>();

    /** A moment with the processor times up to it. */
    private record Moment(long nanos, ProcessorTimes times) {

        static Moment now(Cluster cluster) {
            return new Moment(System.nanoTime(), ProcessorTimes.of(cluster, SERVICE));
        }
    }

    @Test
    void an_overloaded_service_takes_its_best_rate_refuses_the_rest_and_recovers()
            throws Exception {
        List<String> javaOptions =
                List.of(
                        System.getProperty(
                                        "faults.command-java", "-Xmx512m -XX:TieredStopAtLevel=4")
                                .split(" "));
        try (Cluster cluster =
                Cluster.start(
                        new ClusterShape(1, 0, 1), new ServiceOptions(javaOptions, List.of()))) {
            awaitReady(cluster);
            var load =
                    new CommandLoad(
                            cluster.directUrl(SERVICE),
                            Integer.getInteger("faults.connections", CONNECTIONS));
            load.register();
            LoadFigures best = best(cluster, load);
            report("best rate, %d connections".formatted(CLOSED_LOOP_CONNECTIONS), best);
            overload(cluster, load, best);
        } finally {
            write();
        }
    }

    private static void awaitReady(Cluster cluster) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!cluster.isReady()) {
            assertThat(System.nanoTime()).as("time to become ready").isLessThan(deadline);
            LockSupport.parkNanos(WINDOW_NANOS);
        }
    }

    /** The first half warms the service up. */
    private LoadFigures best(Cluster cluster, CommandLoad load) throws InterruptedException {
        Duration half = overload.dividedBy(2);
        load.closedLoop(CLOSED_LOOP_CONNECTIONS, half);
        Moment begin = Moment.now(cluster);
        List<LoadCall> calls = load.closedLoop(CLOSED_LOOP_CONNECTIONS, half);
        return figures(begin, Moment.now(cluster), calls);
    }

    private void overload(Cluster cluster, CommandLoad load, LoadFigures best)
            throws InterruptedException {
        double rate = best.acceptedPerSecond();
        var moments = new ArrayList<>(List.of(Moment.now(cluster)));
        List<LoadCall> calls =
                load.openLoop(
                        List.of(
                                new Segment(NORMAL * rate, overload.dividedBy(2)),
                                new Segment(OVERLOAD * rate, overload),
                                new Segment(NORMAL * rate, overload)),
                        () -> moments.add(Moment.now(cluster)));
        LoadFigures before = figures(moments.get(0), moments.get(1), calls);
        LoadFigures during = figures(moments.get(1), moments.get(2), calls);
        LoadFigures after = figures(moments.get(2), moments.get(3), calls);
        report("%.1f x before the overload".formatted(NORMAL), before);
        report("%.1f x".formatted(OVERLOAD), during);
        report("%.1f x after the overload".formatted(NORMAL), after);
        add(
                String.format(
                        Locale.ROOT,
                        "accepted during the overload: %.2f of the best rate (target 0.70), %.2f of"
                                + " it for each second of processor time of service and database",
                        during.acceptedPerSecond() / rate,
                        during.acceptedPerProcessorSecond() / best.acceptedPerProcessorSecond()));
        long wait = Math.max(NORMAL_WAIT_NANOS_MIN, 2 * before.normalWaitNanos());
        OptionalLong recovered = recoveryNanos(after.calls(), moments.get(2).nanos, wait);
        add(
                String.format(
                        Locale.ROOT,
                        "normal again (%.0f of 100 commands accepted within %d ms): %s after the"
                                + " overload (target 5,000 ms)",
                        NORMAL_SHARE * 100,
                        TimeUnit.NANOSECONDS.toMillis(wait),
                        recovered.isPresent()
                                ? TimeUnit.NANOSECONDS.toMillis(recovered.getAsLong()) + " ms"
                                : "not within " + overload));
        assertThat(before.unexpected() + during.unexpected() + after.unexpected())
                .as("unexpected answers")
                .isZero();
        assertThat(recovered).as("recovery").isPresent();
    }

    private static LoadFigures figures(Moment begin, Moment end, List<LoadCall> calls) {
        return LoadFigures.between(begin.nanos, end.nanos, calls, end.times.since(begin.times));
    }

    /** The time until the first of a second of windows that are all normal. */
    private OptionalLong recoveryNanos(List<LoadCall> calls, long begin, long waitNanosMax) {
        int normal = 0;
        for (long at = 0; at < overload.toNanos(); at += WINDOW_NANOS) {
            long windowBegin = begin + at;
            List<LoadCall> window =
                    calls.stream()
                            .filter(call -> call.dueNanos() >= windowBegin)
                            .filter(call -> call.dueNanos() < windowBegin + WINDOW_NANOS)
                            .toList();
            long good =
                    window.stream()
                            .filter(LoadCall::isAccepted)
                            .filter(call -> call.waitNanos() <= waitNanosMax)
                            .count();
            normal = !window.isEmpty() && good >= NORMAL_SHARE * window.size() ? normal + 1 : 0;
            if (normal == NORMAL_WINDOWS) {
                return OptionalLong.of(at - (NORMAL_WINDOWS - 1) * WINDOW_NANOS);
            }
        }
        return OptionalLong.empty();
    }

    private void report(String part, LoadFigures figures) {
        figures.lines().forEach(line -> add(part + ": " + line));
    }

    private void add(String line) {
        report.add(line);
        System.out.println("overload: " + line);
    }

    private void write() throws IOException {
        Path folder = ProjectRoot.path().resolve("system-tests/target/faults");
        Files.createDirectories(folder);
        Files.write(folder.resolve("overload.txt"), report);
    }
}
