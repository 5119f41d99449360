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
    record Refused(Problem problem, Map<String, Object> members) implements Outcome {

        /** A refusal whose members do not follow from the state. */
        static Refused of(Problem problem) {
            return new Refused(problem, Map.of());
        }

        static Refused invalidQuantity(long quantity) {
            return new Refused(
                    Problem.INVALID_QUANTITY, Map.of("field", "quantity", "quantity", quantity));
        }

        static Refused warehouseShort(String warehouseId, long available, long requested) {
            return new Refused(
                    Problem.INSUFFICIENT_STOCK,
                    Map.of(
                            "available", available,
                            "requested", requested,
                            "warehouseId", warehouseId));
        }
    }
}
