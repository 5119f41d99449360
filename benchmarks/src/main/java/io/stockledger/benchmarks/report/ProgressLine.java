package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.LoadTimes;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One line on stderr: the current load, the number of loads, and the time left. On a terminal the
 * line is redrawn every second; otherwise one line is written per load. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {

    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final String section;
    private final int loads;
    private final int loadSeconds;
    private final ScheduledExecutorService redraw =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private String text = "";
    private int started;
    private long loadStarted;

    /**
     * Returns the progress line of a section.
     *
     * @param loads the number of loads that will be measured
     */
    public static ProgressLine onStderr(String section, int loads, LoadTimes times) {
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new ProgressLine(System.err, terminal, section, loads, times.totalSeconds());
    }

    ProgressLine(PrintStream out, boolean terminal, String section, int loads, int loadSeconds) {
        this.out = out;
        this.terminal = terminal;
        this.section = section;
        this.loads = loads;
        this.loadSeconds = loadSeconds;
        if (terminal) {
            var _ = redraw.scheduleAtFixedRate(this::draw, 0, 1, TimeUnit.SECONDS);
        }
    }

    synchronized void prepare(String step) {
        text = step;
        loadStarted = 0;
        show(text(section, started, loads, step, secondsLeft(loads - started, 0)));
    }

    synchronized void measure(String load) {
        started++;
        text = load;
        loadStarted = System.nanoTime();
        show(text(section, started, loads, load, secondsLeft(loads - started + 1, 0)));
    }

    synchronized void measured(String figures) {
        loadStarted = 0;
        out.println(terminal ? CLEAR + figures : figures);
    }

    @Override
    public void close() {
        redraw.shutdownNow();
        synchronized (this) {
            if (started != loads) {
                out.printf("%s: %d of %d loads were measured%n", section, started, loads);
            }
        }
    }

    private synchronized void draw() {
        long elapsed =
                loadStarted == 0
                        ? 0
                        : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - loadStarted);
        int remaining = loads - started + (loadStarted == 0 ? 0 : 1);
        out.print(CLEAR + text(section, started, loads, text, secondsLeft(remaining, elapsed)));
        out.flush();
    }

    private void show(String line) {
        if (terminal) {
            out.print(CLEAR + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private long secondsLeft(int remainingLoads, long elapsed) {
        return Math.max(0, (long) remainingLoads * loadSeconds - elapsed);
    }

    /** Formats the line; the time left does not include preparation steps. */
    static String text(String section, int started, int loads, String current, long secondsLeft) {
        Duration left = Duration.ofSeconds(secondsLeft);
        return "%s %d/%d, %d:%02d left: %s"
                .formatted(
                        section, started, loads, left.toMinutes(), left.toSecondsPart(), current);
    }
}
