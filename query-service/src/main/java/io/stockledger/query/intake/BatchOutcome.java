package io.stockledger.query.intake;

import io.stockledger.query.generations.Generation;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The outcome of a batch for every product, in each generation that took part. For one thread. */
final class BatchOutcome {

    private final Map<Generation, Map<String, ProductOutcome>> byGeneration = new LinkedHashMap<>();

    /** Adds the outcomes of products, after those of an earlier part of the batch. */
    void add(Generation generation, Collection<ProductOutcome> products) {
        Map<String, ProductOutcome> all =
                byGeneration.computeIfAbsent(generation, _ -> new LinkedHashMap<>());
        products.forEach(each -> all.merge(each.productId(), each, ProductOutcome::then));
    }

    void addAll(BatchOutcome other) {
        other.byGeneration.forEach((generation, products) -> add(generation, products.values()));
    }

    void forEach(BiConsumer<Generation, Collection<ProductOutcome>> action) {
        byGeneration.forEach(
                (generation, products) -> action.accept(generation, products.values()));
    }

    /**
     * Why one generation could not apply an event that another one has applied; null if there is no
     * such event. Every generation has to refuse it: the event may be a wrong one, and a generation
     * that has applied it would drop the right one as a repeat.
     */
    @Nullable String causeOfSplit() {
        List<ProductOutcome> all = products();
        for (ProductOutcome refusing : all) {
            for (DeadLetter letter : refusing.letters()) {
                Long number = letter.sequenceNumber();
                if (number != null
                        && number == refusing.version() + 1
                        && all.stream().anyMatch(each -> each.hasApplied(refusing, number))) {
                    return letter.cause();
                }
            }
        }
        return null;
    }

    /** All outcomes, of all generations. */
    List<ProductOutcome> products() {
        return byGeneration.values().stream().flatMap(each -> each.values().stream()).toList();
    }

    /**
     * The products of which any serving generation has applied an event, since one answer may show
     * several read models, with their version in the first serving generation.
     *
     * @param others further products whose answers have changed
     */
    Map<String, Long> changedVersions(Collection<String> others) {
        List<Map<String, ProductOutcome>> serving =
                byGeneration.entrySet().stream()
                        .filter(entry -> entry.getKey().state() == Generation.State.SERVING)
                        .map(Map.Entry::getValue)
                        .toList();
        if (serving.isEmpty()) {
            return Map.of();
        }
        var changed = new TreeSet<>(others);
        serving.stream()
                .flatMap(products -> products.values().stream())
                .filter(outcome -> outcome.applied() > 0)
                .forEach(outcome -> changed.add(outcome.productId()));
        var versions = new TreeMap<String, Long>();
        for (ProductOutcome outcome : serving.getFirst().values()) {
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
                                products.values().stream().mapToInt(ProductOutcome::applied).sum(),
                                Math::max));
        return applied;
    }
}
