package io.stockledger.command.processing;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductRepository;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Brings products into memory beside the loop: all that a batch lacks in one go, a few such loads
 * at a time. Called by the loop's thread; the work runs on the executor and comes back through the
 * inbox.
 */
final class ProductLoads {

    /** The products of one load, and those whose history could not be read, with the reason. */
    record Loaded(
            Set<String> asked,
            Map<String, Product> products,
            Map<String, RuntimeException> failures) {}

    private final ProductRepository repository;
    private final Executor executor;
    private final Inbox inbox;
    private final int loadsMax;
    private final int productsPerLoadMax;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> underWay = new LinkedHashSet<>();
    private int running;

    ProductLoads(
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
        running--;
        underWay.removeAll(loaded.asked());
        startSome();
    }

    private void startSome() {
        while (running < loadsMax && !waiting.isEmpty()) {
            var next = new LinkedHashSet<String>();
            var ids = waiting.iterator();
            while (ids.hasNext() && next.size() < productsPerLoadMax) {
                next.add(ids.next());
                ids.remove();
            }
            underWay.addAll(next);
            running++;
            executor.execute(() -> inbox.put(load(next)));
        }
    }

    private Loaded load(Set<String> productIds) {
        try {
            return new Loaded(productIds, repository.load(productIds), Map.of());
        } catch (EventStoreException e) {
            var failures = new HashMap<String, RuntimeException>();
            productIds.forEach(id -> failures.put(id, e));
            return new Loaded(productIds, Map.of(), failures);
        } catch (RuntimeException _) {
            return loadOneByOne(productIds);
        }
    }

    /** After a history among many could not be read: finds out which, so that it fails alone. */
    private Loaded loadOneByOne(Set<String> productIds) {
        var products = new HashMap<String, Product>();
        var failures = new HashMap<String, RuntimeException>();
        List<String> ids = new ArrayList<>(productIds);
        for (String id : ids) {
            try {
                products.put(id, repository.load(id));
            } catch (RuntimeException e) {
                failures.put(id, e);
            }
        }
        return new Loaded(productIds, products, failures);
    }
}
