package io.stockledger.command.testing;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a property with random seeds. A failure names its seed; {@code -Dstockledger.test.seed=N}
 * runs this seed only.
 */
public final class Seeds {

    private static final String PROPERTY = "stockledger.test.seed";

    private Seeds() {}

    /** Runs the property {@code rounds} times. */
    public static void forEach(String property, int rounds, Consumer<Random> check) {
        Long only = Long.getLong(PROPERTY);
        long first = only == null ? new Random().nextLong() : only;
        System.out.printf("%s: seed %d, %d rounds%n", property, first, only == null ? rounds : 1);
        for (int round = 0; round < (only == null ? rounds : 1); round++) {
            long seed = first + round;
            try {
                check.accept(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "%s fails with -D%s=%d: %s"
                                .formatted(property, PROPERTY, seed, e.getMessage()),
                        e);
            }
        }
    }

    /** A random generator for a single run. Prints its seed. */
    public static Random one(String property) {
        Long only = Long.getLong(PROPERTY);
        long seed = only == null ? new Random().nextLong() : only;
        System.out.printf("%s: seed %d%n", property, seed);
        return new Random(seed);
    }
}
