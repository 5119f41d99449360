package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.SeedEvidence;
import io.stockledger.system.faults.history.StockCommand;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands of a history with all their attempts, and their events in the log. */
final class Commands {

    private Commands() {}

    /**
     * A command.
     *
     * @param calls its attempts, in the order of their beginnings
     * @param events its events in the log, in the order of their positions
     */
    record Command(String commandId, List<CommandCall> calls, List<LogEvent> events) {

        StockCommand command() {
            return calls.getFirst().command();
        }

        long beginNanos() {
            return calls.getFirst().beginNanos();
        }

        /** The attempt that was acknowledged first, or null without one. */
        @Nullable CommandCall firstAcknowledgement() {
            return calls.stream()
                    .filter(call -> call.result() instanceof Recorded)
                    .min(Comparator.comparingLong(CommandCall::endNanos))
                    .orElse(null);
        }
    }

    /** Returns the commands by their ids, in the order of their first attempts. */
    static Map<String, Command> of(SeedEvidence evidence) {
        var commands = new LinkedHashMap<String, Command>();
        evidence.history().entries(CommandCall.class).stream()
                .sorted(Comparator.comparingLong(CommandCall::beginNanos))
                .forEach(
                        call ->
                                commands.computeIfAbsent(
                                                call.commandId(),
                                                id ->
                                                        new Command(
                                                                id,
                                                                new ArrayList<>(),
                                                                new ArrayList<>()))
                                        .calls
                                        .add(call));
        for (LogEvent event : evidence.log().events()) {
            String owner = evidence.log().owner(event);
            Command command = owner == null ? null : commands.get(owner);
            if (command != null) {
                command.events.add(event);
            }
        }
        return commands;
    }
}
