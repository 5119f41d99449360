package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Clients that each send one search of every kind after the other, again and again. They begin with
 * different kinds. The load fails if a search that has matches finds nothing, or one without a
 * match finds something. It is run once.
 */
final class Searches implements Load {

    private static final List<SearchKind> MIX = List.of(SearchKind.values());
    private static final int DIGITS = 3;
    private static final String ITEM = "\"productId\":";

    private final HttpConnections connections;
    private final int clientCount;
    private final SearchEndpoint endpoint;
    private final Map<SearchKind, Histogram> micros = new EnumMap<>(SearchKind.class);
    private double seconds;

    /** The end of the measured time, by {@link System#nanoTime}. */
    private volatile long end;

    /**
     * Creates the load.
     *
     * @param connections one connection per client
     */
    Searches(HttpConnections connections, int clientCount, SearchEndpoint endpoint) {
        this.connections = connections;
        this.clientCount = clientCount;
        this.endpoint = endpoint;
        for (SearchKind kind : MIX) {
            micros.put(kind, new ConcurrentHistogram(DIGITS));
        }
    }

    @Override
    public Measurement run(LoadTimes times) throws Exception {
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(times.warmUpSeconds());
        var loop = new ChainedLoop(clientCount, 1, number -> new Searcher(number)::search);
        loop.run(new LoadTimes(0, times.warmUpSeconds()));
        micros.values().forEach(Histogram::reset);
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(times.seconds());
        Measurement measured = loop.run(new LoadTimes(0, times.seconds()));
        seconds = measured.seconds();
        return measured;
    }

    /**
     * Returns the figures of one kind in the mix, after the load has ended. Its latency is null if
     * no search of the kind was answered in the measured time.
     */
    Measurement of(SearchKind kind) {
        Histogram recorded = Objects.requireNonNull(micros.get(kind));
        return new Measurement(recorded.getTotalCount(), seconds, Latency.ofMicros(recorded), null);
    }

    /** A client of the load; only the thread of its connection uses it after the start. */
    private final class Searcher {

        private final HttpConnection connection;
        private final SplittableRandom random;
        private int next;

        /** The place at which the next page begins; null before the first page. */
        private @Nullable String continued;

        Searcher(int number) {
            this.connection = connections.get(number);
            this.random = new SplittableRandom(number);
            this.next = number;
        }

        CompletableFuture<?> search() {
            SearchKind kind = MIX.get(next++ % MIX.size());
            boolean isContinued = kind == SearchKind.NEXT_PAGE;
            String path = endpoint.path(kind, kind.words(random), isContinued ? continued : null);
            long before = System.nanoTime();
            return connection
                    .send(Request.get(path))
                    .thenAccept(answer -> answered(kind, before, new String(answer, UTF_8)));
        }

        private void answered(SearchKind kind, long before, String answer) {
            long now = System.nanoTime();
            if (now - end < 0) {
                Objects.requireNonNull(micros.get(kind))
                        .recordValue(TimeUnit.NANOSECONDS.toMicros(now - before));
            }
            if (answer.contains(ITEM) != kind.finds()) {
                throw new IllegalStateException("a search for " + kind.text() + ": " + answer);
            }
            if (kind == SearchKind.NEXT_PAGE
                    || (kind == SearchKind.FREQUENT_WORD && continued == null)) {
                continued = endpoint.end(answer);
            }
        }
    }
}
