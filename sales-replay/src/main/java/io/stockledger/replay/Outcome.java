package io.stockledger.replay;

import java.util.Map;

/** What a command must lead to, as the expectation says. */
sealed interface Outcome {

    /**
     * One event is recorded.
     *
     * @param version of the product afterwards
     */
    record Accepted(String eventType, long version) implements Outcome {}

    /**
     * Nothing is recorded.
     *
     * @param members of the problem that follow from the state: whole numbers or strings
     */
    record Refused(Problem problem, Map<String, Object> members) implements Outcome {}
}
