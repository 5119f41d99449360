package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductLoad;
import io.stockledger.command.eventstore.ProductRepository;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Loads products that are not in memory, outside the thread of the writer loop. One load fetches
 * all products that a batch lacks, and a few loads run at once. If a history is longer than one
 * fetch, the rest of it continues as a separate load, so that it delays neither the products that
 * were requested together with it nor later ones.
 *
 * <p>Only the loop's thread calls {@link #request}, {@link #finished} and {@link #startAgain}. The
 * loads run on the executor and pass their results to the consumer.
 */
final class ProductLoader {

    /** The maximum number of loads of long histories that run at once. */
    private static final int LONG_LOADS_MAX = 2;

    private final ProductRepository repository;
    private final Executor executor;
    private final Consumer<LoadedProducts> results;
    private final int loadsMax;
    private final int productsPerLoadMax;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> loading = new HashSet<>();
    private final Queue<ProductLoad> longWaiting = new ArrayDeque<>();
    private int running;
    private int longRunning;
    private int epochsBefore;

    ProductLoader(
            ProductRepository repository,
            Executor executor,
            Consumer<LoadedProducts> results,
            int loadsMax,
            int productsPerLoadMax) {
        this.repository = repository;
        this.executor = executor;
        this.results = results;
        this.loadsMax = loadsMax;
        this.productsPerLoadMax = productsPerLoadMax;
    }

    /** Requests products; a product that is already being loaded is not loaded twice. */
    void request(Collection<String> productIds) {
        for (String productId : productIds) {
            if (!loading.contains(productId)) {
                waiting.add(productId);
            }
        }
        startLoads();
    }

    /**
     * Forgets all requests, because the log has started another epoch. The results of the loads
     * that are running are {@link #isOutdated outdated}.
     */
    void startAgain() {
        epochsBefore++;
        waiting.clear();
        loading.clear();
        longWaiting.clear();
    }

    /** Whether the load began in an earlier epoch of the log, so that its products are useless. */
    boolean isOutdated(LoadedProducts loaded) {
        return loaded.epochsBefore() != epochsBefore;
    }

    /** Accepts the result of a load, which makes room for the next load. */
    void finished(LoadedProducts loaded) {
        if (loaded.longHistory()) {
            longRunning--;
        } else {
            running--;
        }
        if (!isOutdated(loaded)) {
            loading.removeAll(loaded.products().keySet());
            loading.removeAll(loaded.failures().keySet());
            if (loaded.unfinished() != null) {
                longWaiting.add(loaded.unfinished());
            }
        }
        startLoads();
    }

    private void startLoads() {
        int epochs = epochsBefore;
        while (running < loadsMax && !waiting.isEmpty()) {
            var next = new ArrayList<String>();
            var ids = waiting.iterator();
            while (ids.hasNext() && next.size() < productsPerLoadMax) {
                next.add(ids.next());
                ids.remove();
            }
            loading.addAll(next);
            running++;
            executor.execute(() -> results.accept(loadFirstEvents(next, epochs)));
        }
        while (longRunning < LONG_LOADS_MAX && !longWaiting.isEmpty()) {
            ProductLoad next = longWaiting.remove();
            longRunning++;
            executor.execute(() -> results.accept(loadRest(next, epochs)));
        }
    }

    private LoadedProducts loadFirstEvents(List<String> productIds, int epochs) {
        try {
            ProductLoad load = repository.begin(productIds);
            load.fetch();
            return new LoadedProducts(
                    load.takeFinished(),
                    Map.of(),
                    load.isUnfinished() ? load : null,
                    false,
                    epochs);
        } catch (EventStoreException e) {
            return new LoadedProducts(Map.of(), allFailed(productIds, e), null, false, epochs);
        } catch (RuntimeException _) {
            return loadOneByOne(productIds, false, epochs);
        }
    }

    private LoadedProducts loadRest(ProductLoad load, int epochs) {
        Collection<String> productIds = load.productIds();
        try {
            while (load.isUnfinished()) {
                load.fetch();
            }
            return new LoadedProducts(load.takeFinished(), Map.of(), null, true, epochs);
        } catch (EventStoreException e) {
            return new LoadedProducts(Map.of(), allFailed(productIds, e), null, true, epochs);
        } catch (RuntimeException _) {
            return loadOneByOne(productIds, true, epochs);
        }
    }

    /** Finds the history that cannot be read, so that only its product fails. */
    private LoadedProducts loadOneByOne(
            Collection<String> productIds, boolean longHistory, int epochs) {
        var products = new HashMap<String, Product>();
        var failures = new HashMap<String, RuntimeException>();
        for (String id : productIds) {
            try {
                products.put(id, repository.load(id));
            } catch (RuntimeException e) {
                failures.put(id, e);
            }
        }
        return new LoadedProducts(products, failures, null, longHistory, epochs);
    }

    private static Map<String, RuntimeException> allFailed(
            Collection<String> productIds, RuntimeException e) {
        var failures = new HashMap<String, RuntimeException>();
        productIds.forEach(id -> failures.put(id, e));
        return failures;
    }
}
