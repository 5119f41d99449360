package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;
import io.stockledger.benchmarks.overhttp.PageInteractions.Done;

import org.HdrHistogram.Histogram;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The reads of the interactions once more, without a browser: those of one interaction after those
 * of another. An interaction without reads is left out. It is run once.
 */
final class RepeatedReads implements Load {

    private static final int DIGITS = 3;

    private final HttpConnections connections;
    private final List<Done> done;
    private final Histogram all = new Histogram(DIGITS);
    private final Map<PageInteraction, Histogram> each = new EnumMap<>(PageInteraction.class);
    private double seconds;

    /**
     * Creates the load.
     *
     * @param connections as many as the reads that an interaction sends together
     */
    RepeatedReads(HttpConnections connections, List<Done> done) {
        this.connections = connections;
        this.done = done;
        for (PageInteraction interaction : PageInteraction.values()) {
            each.put(interaction, new Histogram(DIGITS));
        }
    }

    /** Returns the number of reads that one of the interactions has sent together at most. */
    static int togetherMax(List<Done> done) {
        return done.stream()
                .flatMap(interaction -> interaction.reads().stream())
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        long start = System.nanoTime();
        for (Done interaction : done) {
            if (!interaction.reads().isEmpty()) {
                long before = System.nanoTime();
                for (List<String> together : interaction.reads()) {
                    read(together).get();
                }
                long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before);
                all.recordValue(micros);
                Objects.requireNonNull(each.get(interaction.interaction())).recordValue(micros);
            }
        }
        seconds = (System.nanoTime() - start) / 1e9;
        return measured(all);
    }

    /** Returns the figures of the reads of one interaction, after the load has ended. */
    Measurement of(PageInteraction interaction) {
        return measured(Objects.requireNonNull(each.get(interaction)));
    }

    private Measurement measured(Histogram micros) {
        return new Measurement(micros.getTotalCount(), seconds, Latency.ofMicros(micros), null);
    }

    private CompletableFuture<Void> read(List<String> paths) {
        return CompletableFuture.allOf(
                IntStream.range(0, paths.size())
                        .mapToObj(i -> connections.get(i).send(Request.get(paths.get(i))))
                        .toArray(CompletableFuture<?>[]::new));
    }
}
