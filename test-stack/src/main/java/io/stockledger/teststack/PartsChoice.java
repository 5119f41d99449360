package io.stockledger.teststack;

import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the test stack is made of, and why.
 *
 * @param kind the parts
 * @param reason the rest of the sentence that begins with the kind
 */
record PartsChoice(Kind kind, String reason) {

    enum Kind {
        EMBEDDED,
        TESTCONTAINERS
    }

    /** A Docker engine as far as the choice needs it. */
    interface Engine {

        /** Nothing if an engine answers, else why not. Takes less than two seconds. */
        Optional<String> missing();

        /** Nothing if the engine has the images or could fetch them, else why not. */
        Optional<String> imagesMissing();
    }

    /**
     * Chooses, asking the engine only where the choice is not forced.
     *
     * @param forced the value of {@value TestStack#PROPERTY}, or null
     */
    static PartsChoice between(@Nullable String forced, Engine engine) {
        if (forced != null && !forced.isBlank()) {
            return new PartsChoice(
                    kindNamed(forced), "forced by " + TestStack.PROPERTY + "=" + forced);
        }
        Optional<String> obstacle =
                engine.missing().or((Supplier<Optional<String>>) engine::imagesMissing);
        return obstacle.map(reason -> new PartsChoice(Kind.EMBEDDED, reason))
                .orElseGet(
                        () ->
                                new PartsChoice(
                                        Kind.TESTCONTAINERS,
                                        "a Docker engine answers and has the images"));
    }

    /** The line that is printed once a test JVM. */
    String line() {
        return "Test stack: %s (%s)"
                .formatted(
                        switch (kind) {
                            case EMBEDDED -> "embedded Postgres and Kafka";
                            case TESTCONTAINERS -> "Testcontainers";
                        },
                        reason);
    }

    private static Kind kindNamed(String forced) {
        return switch (forced) {
            case "embedded" -> Kind.EMBEDDED;
            case "testcontainers" -> Kind.TESTCONTAINERS;
            default ->
                    throw new StackFailure(
                            "%s=%s is not known: use embedded or testcontainers."
                                    .formatted(TestStack.PROPERTY, forced));
        };
    }
}
