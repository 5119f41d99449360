package io.stockledger.benchmarks.load;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** Idempotency keys as callers create them: random UUIDs. Not thread-safe. */
public final class RandomKeys implements Supplier<String> {

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public String get() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
