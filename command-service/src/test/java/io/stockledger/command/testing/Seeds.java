package io.stockledger.command.testing;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a property with seeds of its own. A failure names the seed; {@code
 * -Dstockledger.test.seed=N} runs that one alone.
 */
public final class Seeds {

    private static final String PROPERTY = "stockledger.test.seed";

    private Seeds() {}

    /** Tries the property {@code rounds} times. */
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

    /** A random source for a single run, whose seed is printed. */
    public static Random one(String property) {
        Long only = Long.getLong(PROPERTY);
        long seed = only == null ? new Random().nextLong() : only;
        System.out.printf("%s: seed %d%n", property, seed);
        return new Random(seed);
    }
}
