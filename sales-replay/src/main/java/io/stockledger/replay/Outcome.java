package io.stockledger.replay;

import java.util.Map;

/** The expected outcome of a command. */
sealed interface Outcome {

    /**
     * One event is recorded.
     *
     * @param version the version of the product after the command
     */
    record Recorded(String eventType, long version) implements Outcome {}

    /**
     * Nothing is recorded.
     *
     * @param members the members of the problem that follow from the state: whole numbers or
     *     strings
     */
    record Refused(Problem problem, Map<String, Object> members) implements Outcome {}
}
