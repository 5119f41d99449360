package io.stockledger.system.faults.history;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What a client knows of one attempt at a command. */
public sealed interface CommandResult {

    /**
     * The service has acknowledged the command.
     *
     * @param events the events as the answer names them
     * @param position the log position of the last event, as the answer gives it
     * @param replayed whether the answer is marked as that of an earlier attempt
     */
    record Recorded(List<RecordedEvent> events, long position, boolean replayed)
            implements CommandResult {}

    /**
     * An event in an answer.
     *
     * @param eventId null in the answer of an order, which names versions only
     */
    record RecordedEvent(String productId, long sequenceNumber, @Nullable String eventId) {}

    /**
     * The service has decided against the command.
     *
     * @param problem the name of the refusal, such as {@code insufficient-stock}
     * @param available the quantity that was available, by product, as far as the answer gives it
     */
    record Refused(int status, String problem, Map<String, Long> available)
            implements CommandResult {}

    /** The command was not decided, and certainly nothing was recorded by this attempt. */
    record NotDecided(String reason) implements CommandResult {}

    /** No answer, or one that leaves open whether the command was recorded. */
    record Unknown(String reason) implements CommandResult {}
}
