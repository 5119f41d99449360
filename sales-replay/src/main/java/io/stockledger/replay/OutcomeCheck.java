package io.stockledger.replay;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Optional;

/** Compares the answer to a command with its expected outcome. */
final class OutcomeCheck {

    private OutcomeCheck() {}

    /** Returns the difference as one line; empty if the outcomes agree. */
    static Optional<String> difference(String productId, PlannedCommand planned, Answer answer) {
        Optional<String> found =
                switch (planned.expected()) {
                    case Outcome.Recorded expected -> ofRecorded(expected, answer);
                    case Outcome.Refused expected -> ofRefused(expected, answer);
                };
        return found.map(text -> "%s: %s: %s".formatted(productId, planned.command(), text));
    }

    private static Optional<String> ofRecorded(Outcome.Recorded expected, Answer answer) {
        if (!(answer instanceof Answer.Recorded recorded)) {
            return Optional.of("expected " + expected + ", was " + shown(answer));
        }
        boolean same =
                recorded.version() == expected.version()
                        && recorded.events().size() == 1
                        && recorded.events().getFirst().type().equals(expected.eventType())
                        && recorded.events().getFirst().sequenceNumber() == expected.version();
        return same
                ? Optional.empty()
                : Optional.of("expected " + expected + ", was " + shown(answer));
    }

    private static Optional<String> ofRefused(Outcome.Refused expected, Answer answer) {
        Problem problem = expected.problem();
        if (!(answer instanceof Answer.Refused refused)
                || !refused.problem().equals(problem.wireName())
                || refused.status() != problem.status()) {
            return Optional.of(
                    "expected %d %s, was %s"
                            .formatted(problem.status(), problem.wireName(), shown(answer)));
        }
        for (Map.Entry<String, Object> member : expected.members().entrySet()) {
            JsonNode actual = refused.body().path(member.getKey());
            if (!actual.asString("").equals(String.valueOf(member.getValue()))) {
                return Optional.of(
                        "expected %s with %s %s, was %s"
                                .formatted(
                                        problem.wireName(),
                                        member.getKey(),
                                        member.getValue(),
                                        shown(answer)));
            }
        }
        return Optional.empty();
    }

    private static String shown(Answer answer) {
        return switch (answer) {
            case Answer.Recorded recorded -> recorded.toString();
            case Answer.Refused refused -> refused.status() + " " + refused.body();
        };
    }
}
