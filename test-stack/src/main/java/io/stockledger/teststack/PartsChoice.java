package io.stockledger.teststack;

import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The kind of parts of the test stack and the reason for it.
 *
 * @param kind the kind of parts
 * @param reason the reason, which the printed line shows in parentheses
 */
record PartsChoice(Kind kind, String reason) {

    enum Kind {
        EMBEDDED,
        TESTCONTAINERS
    }

    /** The questions about a Docker engine on which the choice depends. */
    interface Engine {

        /**
         * Returns why no engine can be used, or nothing if one answers. Takes at most two seconds.
         */
        Optional<String> missing();

        /** Returns why an image is missing, or nothing if the engine has or can pull all images. */
        Optional<String> imagesMissing();
    }

    /**
     * Chooses the parts. The engine is used only if the choice is not forced.
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

    /** Returns the line that each test JVM prints once. */
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
