package io.stockledger.query.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.QueryService.Answer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads products continuously, from all replicas in turn. It collects the answers that failed, and
 * those with a lower version than an answer that any replica gave before the request was sent.
 */
public final class SteadyReads implements AutoCloseable {

    private static final int READERS = 4;

    private final List<QueryService> replicas;
    private final List<String> productIds;
    private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private volatile boolean ended;

    private SteadyReads(List<QueryService> replicas, List<String> productIds) {
        this.replicas = replicas;
        this.productIds = productIds;
    }

    /** Starts the readers. */
    public static SteadyReads of(List<QueryService> replicas, List<ProductHistory> models) {
        var reads = new SteadyReads(replicas, models.stream().map(m -> m.productId).toList());
        for (int reader = 0; reader < READERS; reader++) {
            int first = reader;
            reads.readers.execute(() -> reads.read(first));
        }
        return reads;
    }

    private void read(int first) {
        for (int i = first; !ended; i++) {
            String productId = productIds.get(i % productIds.size());
            AtomicLong highest = versions.computeIfAbsent(productId, _ -> new AtomicLong());
            long before = highest.get();
            // The replica changes after each round of the readers, so each reader uses every
            // replica.
            QueryService replica = replicas.get((i / READERS) % replicas.size());
            try {
                long version = check(productId, replica);
                if (version < before) {
                    faults.add(productId + " went from version " + before + " to " + version);
                }
                highest.accumulateAndGet(version, Math::max);
            } catch (RuntimeException e) {
                faults.add(productId + ": " + e);
            }
            answers.incrementAndGet();
        }
    }

    private static long check(String productId, QueryService replica) {
        Answer answer = replica.get("/v1/inventory/" + productId);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        Answer page = replica.get("/v1/inventory?limit=5&sort=available");
        if (page.status() != 200) {
            throw new IllegalStateException(page.status() + " " + page.text());
        }
        Answer movements = replica.get("/v1/inventory/" + productId + "/movements?limit=5");
        if (movements.status() != 200 || movements.json().path("movements").isEmpty()) {
            throw new IllegalStateException(movements.status() + " " + movements.text());
        }
        return answer.json().path("version").asLong();
    }

    /** Stops the readers and asserts that no fault was collected. */
    public void assertNoneFailedOrWentBack() throws InterruptedException {
        close();
        assertThat(readers.awaitTermination(60, TimeUnit.SECONDS)).as("readers ended").isTrue();
        assertThat(faults).isEmpty();
        assertThat(answers.get()).as("answers").isGreaterThan(100);
    }

    @Override
    public void close() {
        ended = true;
        readers.shutdown();
    }
}
