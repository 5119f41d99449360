package io.stockledger.system.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.ProjectRoot;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs every attack against services with a heap of 512 MiB, and asserts that the services survive,
 * that other clients are served in the meantime, and that the memory is free again. It runs in the
 * profile {@code faults} with {@code -Dfaults.tests=AttackRun}, on an idle machine. The system
 * properties are {@code attacks.seconds} (the duration of each attack, default 20) and {@code
 * attacks.only} (the name of one attack).
 *
 * <p>The attacker, the other clients and the services share the processors, so the ratio counts the
 * processor time of the attacker too.
 */
class AttackRun {

    private static final int PRODUCTS = 30_000;
    private static final double RATIO_MAX = 5;
    private static final long HEAP_GROWTH_BYTES_MAX = 64L << 20;
    private static final Duration MEMORY_WITHIN = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Duration duration = Duration.ofSeconds(Integer.getInteger("attacks.seconds", 20));
    private final String only = System.getProperty("attacks.only", "");
    private final List<String> report = new ArrayList<>();

    @Test
    void other_clients_are_served_while_the_services_are_attacked() throws IOException {
        var softly = new SoftAssertions();
        try (var system = AttackedSystem.start(PRODUCTS)) {
            var others = new OtherClients(system);
            others.call(WARM_UP);
            for (Attack attack : Attack.values()) {
                if (only.isEmpty() || only.equals(attack.name())) {
                    run(attack, system, others, softly);
                }
            }
        } finally {
            write();
        }
        softly.assertAll();
    }

    private void run(
            Attack attack, AttackedSystem system, OtherClients others, SoftAssertions softly) {
        long heapBefore = system.heapBytes();
        ClientFigures before = others.call(duration.dividedBy(2));
        ClientFigures during;
        String answers;
        try (Attacker attacker = Attacker.begin(attack, system, 1)) {
            during = others.call(duration);
            answers = attacker.answers();
        }
        assertThat(system.hasSurvived()).as(attack.description()).isTrue();
        long heapAfter = heapWhenFree(system, heapBefore + HEAP_GROWTH_BYTES_MAX);
        add(
                String.format(
                        Locale.ROOT,
                        "%s: p99 of commands %.1f ms after %.1f, of reads %.1f ms after %.1f (%.1f"
                                + " x); %d of %d calls failed; heap %d MiB after %d; attacker: %s",
                        attack.description(),
                        during.commandMs(),
                        before.commandMs(),
                        during.readMs(),
                        before.readMs(),
                        during.ratioTo(before),
                        during.failures().size(),
                        during.calls(),
                        heapAfter >> 20,
                        heapBefore >> 20,
                        answers));
        softly.assertThat(during.failures()).as(attack.description()).isEmpty();
        softly.assertThat(during.ratioTo(before))
                .as("p99 during and before: %s", attack.description())
                .isLessThan(RATIO_MAX);
        softly.assertThat(heapAfter - heapBefore)
                .as("growth of the heaps: %s", attack.description())
                .isLessThan(HEAP_GROWTH_BYTES_MAX);
    }

    /** Waits until the heaps are small enough, and returns the last reading otherwise. */
    private static long heapWhenFree(AttackedSystem system, long bytesMax) {
        long end = System.nanoTime() + MEMORY_WITHIN.toNanos();
        long heap = system.heapBytes();
        while (heap >= bytesMax && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
            heap = system.heapBytes();
        }
        return heap;
    }

    private void add(String line) {
        report.add(line);
        System.out.println("attack: " + line);
    }

    private void write() throws IOException {
        Path folder = ProjectRoot.path().resolve("system-tests/target/faults");
        Files.createDirectories(folder);
        Files.write(folder.resolve("attacks.txt"), report);
    }
}
