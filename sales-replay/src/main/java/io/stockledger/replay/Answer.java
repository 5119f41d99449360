package io.stockledger.replay;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** The answer of the command service to a command. */
sealed interface Answer {

    /**
     * The command is recorded.
     *
     * @param version the version of the product after the command
     * @param position the position of the last event of the command in the event log
     */
    record Recorded(long version, long position, List<RecordedEvent> events) implements Answer {}

    /**
     * The command is refused.
     *
     * @param problem the last part of the problem's type, or the status if there is no problem
     * @param body the members of the problem; an empty object if there is no problem
     */
    record Refused(int status, String problem, JsonNode body) implements Answer {}

    /** An event of a recorded command. */
    record RecordedEvent(String eventId, String type, long sequenceNumber) {}
}
