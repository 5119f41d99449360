package io.stockledger.benchmarks.overhttp;

import tools.jackson.databind.JsonNode;

import java.util.Locale;

/**
 * The figures of the page over a whole load.
 *
 * @param framesPerSecond the frames that the page has shown
 * @param frameP95Ms the 95th percentile of the time between two frames, in milliseconds
 * @param frameMaxMs the longest time between two frames
 * @param longTasks the number of tasks of the page that took more than 50 ms
 * @param changesPerSecond the changes of products that have reached the page
 * @param heapMiB the memory of scripts after a collection of garbage, at the beginning and the end
 */
record PageFigures(
        double seconds,
        double framesPerSecond,
        double frameP95Ms,
        double frameMaxMs,
        long longTasks,
        double longTaskMaxMs,
        double changesPerSecond,
        Bounds heapMiB) {

    private static final double TENTHS = 10;
    private static final double BYTES_PER_MIB = 1 << 20;

    record Bounds(double before, double after) {}

    /** Reads the last line of the measurement. */
    static PageFigures of(JsonNode line) {
        double seconds = line.path("seconds").asDouble();
        long frames = 0;
        for (JsonNode pair : line.path("frames")) {
            frames += pair.path(1).asLong();
        }
        double p95 = 0;
        double longest = 0;
        long counted = 0;
        for (JsonNode pair : line.path("frames")) {
            longest = pair.path(0).asDouble() / TENTHS;
            if (counted < Math.ceil(0.95 * frames)) {
                p95 = longest;
            }
            counted += pair.path(1).asLong();
        }
        return new PageFigures(
                seconds,
                frames / seconds,
                p95,
                longest,
                line.path("longTasks").path("count").asLong(),
                line.path("longTasks").path("maxMs").asDouble(),
                line.path("changes").asLong() / seconds,
                new Bounds(heapMiB(line, "before"), heapMiB(line, "after")));
    }

    private static double heapMiB(JsonNode line, String when) {
        return line.path(when).path("heapBytes").asLong() / BYTES_PER_MIB;
    }

    /** Returns the figures for readers. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%.0f frames/s, p95 %.1f ms, longest %.0f ms; %d tasks over 50 ms, longest %.0f ms;"
                        + " heap %.1f MiB at the beginning and %.1f MiB at the end",
                framesPerSecond,
                frameP95Ms,
                frameMaxMs,
                longTasks,
                longTaskMaxMs,
                heapMiB.before(),
                heapMiB.after());
    }
}
