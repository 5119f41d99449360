package io.stockledger.replay;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** What the command service said to a command. */
sealed interface Answer {

    /**
     * The command was recorded.
     *
     * @param version of the product afterwards
     * @param position of its last event in the whole log
     */
    record Accepted(long version, long position, List<RecordedEvent> events) implements Answer {}

    /**
     * The command was refused.
     *
     * @param problem the last part of the problem's type, or the status line where there was none
     * @param body the problem's members; an empty object where there was none
     */
    record Refused(int status, String problem, JsonNode body) implements Answer {}

    /** An event that was recorded. */
    record RecordedEvent(String eventId, String type, long sequenceNumber) {}
}
