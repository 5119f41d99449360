package io.stockledger.command.writer;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductLoad;
import io.stockledger.command.eventstore.ProductRepository;

import org.jspecify.annotations.Nullable;

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

/**
 * Brings products into memory beside the loop: all that a batch lacks in one go, a few such loads
 * at a time. A product whose history is long goes on in a lane of its own, so that it delays
 * neither the products it was asked for with nor later ones. Called by the loop's thread; the work
 * runs on the executor and comes back through the inbox.
 */
final class ProductLoader {

    /** How many loads of long histories run at once. */
    private static final int LONG_LOADS_MAX = 2;

    /**
     * What a load has come to so far.
     *
     * @param products those that are complete
     * @param failures those whose history cannot be read, with the reason
     * @param unfinished the rest of the load, or null where there is none
     */
    record Loaded(
            Lane lane,
            Map<String, Product> products,
            Map<String, RuntimeException> failures,
            @Nullable ProductLoad unfinished) {}

    /** The first events of many products, or all of few. */
    enum Lane {
        SHORT,
        LONG
    }

    private final ProductRepository repository;
    private final Executor executor;
    private final Inbox inbox;
    private final int loadsMax;
    private final int productsPerLoadMax;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> underWay = new HashSet<>();
    private final Queue<ProductLoad> longWaiting = new ArrayDeque<>();
    private int running;
    private int longRunning;

    ProductLoader(
            ProductRepository repository,
            Executor executor,
            Inbox inbox,
            int loadsMax,
            int productsPerLoadMax) {
        this.repository = repository;
        this.executor = executor;
        this.inbox = inbox;
        this.loadsMax = loadsMax;
        this.productsPerLoadMax = productsPerLoadMax;
    }

    /** Asks for products; those already asked for are not loaded twice. */
    void request(Collection<String> productIds) {
        for (String productId : productIds) {
            if (!underWay.contains(productId)) {
                waiting.add(productId);
            }
        }
        startSome();
    }

    /** Notes that a load has come back, which makes room for the next. */
    void finished(Loaded loaded) {
        switch (loaded.lane) {
            case SHORT -> running--;
            case LONG -> longRunning--;
        }
        underWay.removeAll(loaded.products.keySet());
        underWay.removeAll(loaded.failures.keySet());
        if (loaded.unfinished != null) {
            longWaiting.add(loaded.unfinished);
        }
        startSome();
    }

    private void startSome() {
        while (running < loadsMax && !waiting.isEmpty()) {
            var next = new ArrayList<String>();
            var ids = waiting.iterator();
            while (ids.hasNext() && next.size() < productsPerLoadMax) {
                next.add(ids.next());
                ids.remove();
            }
            underWay.addAll(next);
            running++;
            executor.execute(() -> inbox.put(loadShort(next)));
        }
        while (longRunning < LONG_LOADS_MAX && !longWaiting.isEmpty()) {
            ProductLoad next = longWaiting.remove();
            longRunning++;
            executor.execute(() -> inbox.put(loadLong(next)));
        }
    }

    private Loaded loadShort(List<String> productIds) {
        try {
            ProductLoad loading = repository.begin(productIds);
            loading.fetch();
            return new Loaded(
                    Lane.SHORT,
                    loading.takeFinished(),
                    Map.of(),
                    loading.isUnfinished() ? loading : null);
        } catch (EventStoreException e) {
            return new Loaded(Lane.SHORT, Map.of(), allFailed(productIds, e), null);
        } catch (RuntimeException _) {
            return loadOneByOne(Lane.SHORT, productIds);
        }
    }

    private Loaded loadLong(ProductLoad loading) {
        Collection<String> productIds = loading.productIds();
        try {
            while (loading.isUnfinished()) {
                loading.fetch();
            }
            return new Loaded(Lane.LONG, loading.takeFinished(), Map.of(), null);
        } catch (EventStoreException e) {
            return new Loaded(Lane.LONG, Map.of(), allFailed(productIds, e), null);
        } catch (RuntimeException _) {
            return loadOneByOne(Lane.LONG, productIds);
        }
    }

    /** After a history among many could not be read: finds out which, so that it fails alone. */
    private Loaded loadOneByOne(Lane lane, Collection<String> productIds) {
        var products = new HashMap<String, Product>();
        var failures = new HashMap<String, RuntimeException>();
        for (String id : productIds) {
            try {
                products.put(id, repository.load(id));
            } catch (RuntimeException e) {
                failures.put(id, e);
            }
        }
        return new Loaded(lane, products, failures, null);
    }

    private static Map<String, RuntimeException> allFailed(
            Collection<String> productIds, RuntimeException e) {
        var failures = new HashMap<String, RuntimeException>();
        productIds.forEach(id -> failures.put(id, e));
        return failures;
    }
}
