package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The outcome of a batch for every product, in each generation that took part. For one thread. */
final class BatchOutcome {

    private final Map<Generation, List<ProductOutcome>> byGeneration = new LinkedHashMap<>();

    void add(Generation generation, List<ProductOutcome> products) {
        byGeneration.computeIfAbsent(generation, _ -> new ArrayList<>()).addAll(products);
    }

    void addAll(BatchOutcome other) {
        other.byGeneration.forEach(this::add);
    }

    void forEach(BiConsumer<Generation, List<ProductOutcome>> action) {
        byGeneration.forEach(action);
    }

    /**
     * The products of which any serving generation has applied an event, since one answer may show
     * several read models, with their version in the first serving generation.
     */
    Map<String, Long> changedVersions() {
        List<List<ProductOutcome>> serving =
                byGeneration.entrySet().stream()
                        .filter(entry -> entry.getKey().state() == Generation.State.SERVING)
                        .map(Map.Entry::getValue)
                        .toList();
        if (serving.isEmpty()) {
            return Map.of();
        }
        var changed = new TreeSet<String>();
        serving.stream()
                .flatMap(List::stream)
                .filter(outcome -> outcome.applied() > 0)
                .forEach(outcome -> changed.add(outcome.productId()));
        var versions = new TreeMap<String, Long>();
        for (ProductOutcome outcome : serving.getFirst()) {
            if (changed.contains(outcome.productId())) {
                versions.put(outcome.productId(), outcome.version());
            }
        }
        return versions;
    }

    /** The number of events applied, by read model: that of the generation with the most. */
    Map<String, Integer> appliedEvents() {
        var applied = new LinkedHashMap<String, Integer>();
        byGeneration.forEach(
                (generation, products) ->
                        applied.merge(
                                generation.projection(),
                                products.stream().mapToInt(ProductOutcome::applied).sum(),
                                Math::max));
        return applied;
    }
}
