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
 * One line on stderr: what is measured, how many of how many, and the time left. It is redrawn on a
 * terminal and written once a load elsewhere.
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
    private String what = "";
    private int begun;
    private long loadStarted;

    /**
     * A line for a section.
     *
     * @param loads how many will be measured
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

    synchronized void prepare(String next) {
        what = next;
        loadStarted = 0;
        show(text(section, begun, loads, next, secondsLeft(loads - begun, 0)));
    }

    synchronized void measure(String load) {
        begun++;
        what = load;
        loadStarted = System.nanoTime();
        show(text(section, begun, loads, load, secondsLeft(loads - begun + 1, 0)));
    }

    synchronized void measured(String figures) {
        loadStarted = 0;
        out.println(terminal ? CLEAR + figures : figures);
    }

    @Override
    public void close() {
        redraw.shutdownNow();
        synchronized (this) {
            if (begun != loads) {
                out.printf("%s: %d of %d loads were measured%n", section, begun, loads);
            }
        }
    }

    private synchronized void draw() {
        long elapsed =
                loadStarted == 0
                        ? 0
                        : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - loadStarted);
        int toGo = loads - begun + (loadStarted == 0 ? 0 : 1);
        out.print(CLEAR + text(section, begun, loads, what, secondsLeft(toGo, elapsed)));
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

    private long secondsLeft(int loadsToGo, long elapsed) {
        return Math.max(0, (long) loadsToGo * loadSeconds - elapsed);
    }

    /** The line; what is made ready between the loads is not in the time left. */
    static String text(String section, int begun, int loads, String what, long secondsLeft) {
        Duration left = Duration.ofSeconds(secondsLeft);
        return "%s %d/%d, %d:%02d left: %s"
                .formatted(section, begun, loads, left.toMinutes(), left.toSecondsPart(), what);
    }
}
