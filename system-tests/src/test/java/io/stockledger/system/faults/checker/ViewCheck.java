package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.checker.Commands.Command;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.HistoryEntry.ViewAnswer;
import io.stockledger.system.faults.history.HistoryEntry.ViewRead;
import io.stockledger.system.faults.history.LogSample;
import io.stockledger.system.faults.history.SeedEvidence;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares the answers of the views with the log: each shows a state that the product had, is as
 * fresh as its headers say, has the version that the caller asked for, and never goes back.
 */
final class ViewCheck {

    /** The tolerance of a claimed lag: clocks, pauses of the JVM, and the time of the answer. */
    static final long LAG_MARGIN_MS = 1_000;

    private final SeedEvidence evidence;
    private final LogCheck log;
    private final Map<String, List<Acknowledgement>> acknowledged = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /** An event whose command was acknowledged at that time. */
    private record Acknowledgement(LogEvent event, long atNanos) {}

    private ViewCheck(SeedEvidence evidence, LogCheck log) {
        this.evidence = evidence;
        this.log = log;
        for (Command command : Commands.of(evidence).values()) {
            CommandCall acknowledgement = command.firstAcknowledgement();
            if (acknowledgement != null) {
                for (LogEvent event : command.events()) {
                    acknowledged
                            .computeIfAbsent(event.productId(), _ -> new ArrayList<>())
                            .add(new Acknowledgement(event, acknowledgement.endNanos()));
                }
            }
        }
    }

    static List<Violation> check(SeedEvidence evidence, LogCheck log) {
        var check = new ViewCheck(evidence, log);
        List<ViewRead> reads = evidence.history().entries(ViewRead.class);
        for (ViewRead read : reads) {
            ViewAnswer answer = read.answer();
            if (answer != null) {
                check.checkContent(read, answer);
                check.checkHeaders(read, answer);
            }
        }
        check.checkMonotonic(reads);
        return check.violations;
    }

    private void checkContent(ViewRead read, ViewAnswer answer) {
        long version = answer.stock().version();
        Long wanted = read.minVersion();
        if (wanted != null && version < wanted) {
            violation("min-version", read, "asked for version " + wanted);
        }
        List<StockState> states = log.of(read.productId());
        if (version >= states.size()) {
            violation("view-invents", read, "the log ends at version " + (states.size() - 1));
        } else if (version > 0
                && !states.get((int) version)
                        .isShownBy(
                                answer.stock(),
                                evidence.steadyProducts().contains(read.productId()))) {
            violation("view-differs", read, "the log has " + states.get((int) version));
        }
    }

    private void checkHeaders(ViewRead read, ViewAnswer answer) {
        long version = answer.stock().version();
        if (!answer.held()) {
            long promisedBefore =
                    read.beginNanos()
                            - TimeUnit.MILLISECONDS.toNanos(answer.lagMs() + LAG_MARGIN_MS);
            acknowledged.getOrDefault(read.productId(), List.of()).stream()
                    .filter(each -> each.atNanos < promisedBefore)
                    .filter(each -> each.event.sequenceNumber() > version)
                    .min(Comparator.comparingLong(Acknowledgement::atNanos))
                    .ifPresent(
                            each ->
                                    violation(
                                            "honest-lag",
                                            read,
                                            "version %d was acknowledged %d ms before"
                                                    .formatted(
                                                            each.event.sequenceNumber(),
                                                            (read.beginNanos() - each.atNanos)
                                                                    / 1_000_000)));
            evidence.log().events().stream()
                    .filter(event -> event.productId().equals(read.productId()))
                    .filter(event -> event.position() <= answer.position())
                    .filter(event -> event.sequenceNumber() > version)
                    .findFirst()
                    .ifPresent(event -> violation("position-complete", read, "lacks " + event));
        }
        LogSample later = firstAfter(read.endNanos());
        long head = later == null ? evidence.log().head() : later.head();
        if (answer.position() > head) {
            violation("position-beyond-head", read, "the head was at most " + head);
        }
    }

    private @Nullable LogSample firstAfter(long nanos) {
        return evidence.samples().stream()
                .filter(sample -> sample.beginNanos() > nanos)
                .findFirst()
                .orElse(null);
    }

    private record Reader(int client, String target, String productId) {}

    /** For one client, the versions of a product do not go back at one replica. */
    private void checkMonotonic(List<ViewRead> reads) {
        var seen = new HashMap<Reader, Long>();
        for (ViewRead read : reads) {
            ViewAnswer answer = read.answer();
            if (answer != null) {
                var reader = new Reader(read.client(), read.target(), read.productId());
                long version = answer.stock().version();
                Long before = seen.put(reader, version);
                if (before != null && version < before) {
                    violation("view-goes-back", read, "this client has seen version " + before);
                }
            }
        }
    }

    private void violation(String rule, ViewRead read, String detail) {
        violations.add(new Violation(rule, read + ": " + detail));
    }
}
