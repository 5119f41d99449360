package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.checker.Commands.Command;
import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.CommandResult.RecordedEvent;
import io.stockledger.system.faults.history.CommandResult.Refused;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.SeedEvidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares answers with the log: an acknowledged command is in it once and as its answer says, a
 * refused one is not, an unknown one is at most once, and no event is there that no client sent.
 */
final class CommandCheck {

    private final SeedEvidence evidence;
    private final Map<String, Command> commands;
    private final List<Violation> violations = new ArrayList<>();

    private CommandCheck(SeedEvidence evidence) {
        this.evidence = evidence;
        this.commands = Commands.of(evidence);
    }

    static List<Violation> check(SeedEvidence evidence) {
        var check = new CommandCheck(evidence);
        check.commands.values().forEach(check::check);
        check.checkOwners();
        check.checkOrder();
        return check.violations;
    }

    private void check(Command command) {
        if (command.events().stream().map(LogEvent::commandId).distinct().count() > 1) {
            violation("recorded-twice", command, "");
        }
        boolean unknown = false;
        CommandCall acknowledged = null;
        for (CommandCall call : command.calls()) {
            if (call.result() instanceof Recorded recorded) {
                checkAcknowledgement(command, recorded);
                acknowledged = acknowledged == null ? call : acknowledged;
            } else if (call.result() instanceof Refused
                    && acknowledged != null
                    && call.beginNanos() > acknowledged.endNanos()) {
                violation("repeat-contradicts", command, "after its acknowledgement");
            }
            unknown |= call.result() instanceof Unknown;
        }
        if (acknowledged == null && !unknown && !command.events().isEmpty()) {
            violation("refused-but-recorded", command, "");
        }
    }

    private void checkAcknowledgement(Command command, Recorded recorded) {
        if (command.events().isEmpty()) {
            violation("acknowledged-but-lost", command, "the log has no event of it");
            return;
        }
        for (RecordedEvent answered : recorded.events()) {
            boolean found =
                    command.events().stream()
                            .anyMatch(
                                    event ->
                                            event.productId().equals(answered.productId())
                                                    && event.sequenceNumber()
                                                            == answered.sequenceNumber()
                                                    && (answered.eventId() == null
                                                            || event.eventId()
                                                                    .equals(answered.eventId())));
            if (!found) {
                violation("answer-differs-from-log", command, "no event is " + answered);
            }
        }
        long last = command.events().getLast().position();
        if (recorded.position() != last) {
            violation("answer-differs-from-log", command, "its last position is " + last);
        }
    }

    /** The expiry sweep records ends of reservations by itself; all else has a sender. */
    private void checkOwners() {
        for (LogEvent event : evidence.log().events()) {
            String owner = evidence.log().owner(event);
            if ((owner == null || !commands.containsKey(owner))
                    && !"ReservationExpired".equals(event.type())) {
                violations.add(new Violation("event-without-command", event.toString()));
            }
        }
    }

    /** A command that began after an acknowledgement has a later position. */
    private void checkOrder() {
        List<CommandCall> acknowledgements =
                commands.values().stream()
                        .map(Command::firstAcknowledgement)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .sorted(Comparator.comparingLong(CommandCall::endNanos))
                        .toList();
        List<Command> byBegin =
                commands.values().stream().filter(c -> !c.events().isEmpty()).toList();
        int ended = 0;
        long highest = 0;
        for (Command command : byBegin) {
            while (ended < acknowledgements.size()
                    && acknowledgements.get(ended).endNanos() < command.beginNanos()) {
                if (acknowledgements.get(ended).result() instanceof Recorded recorded) {
                    highest = Math.max(highest, recorded.position());
                }
                ended++;
            }
            if (command.events().getFirst().position() <= highest) {
                violation("log-order", command, "position " + highest + " was acknowledged before");
            }
        }
    }

    private void violation(String rule, Command command, String detail) {
        violations.add(
                new Violation(
                        rule,
                        "%s %s; calls %s; log %s"
                                .formatted(
                                        command.commandId(),
                                        detail,
                                        command.calls(),
                                        command.events())));
    }
}
