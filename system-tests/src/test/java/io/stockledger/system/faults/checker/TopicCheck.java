package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.LeaderHeartbeat;
import io.stockledger.system.faults.history.LogSample;
import io.stockledger.system.faults.history.SeedEvidence;
import io.stockledger.system.faults.history.TopicRecord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the topic with the log: it has every event, those of a product in their order, and had
 * every event up to the relay's checkpoint at each time.
 */
final class TopicCheck {

    private TopicCheck() {}

    /**
     * Checks the topic at the end.
     *
     * @param wasTruncated whether a fault has removed records; then the order and the checkpoint at
     *     earlier times cannot be judged by the records that are left
     */
    static List<Violation> check(SeedEvidence evidence, boolean wasTruncated) {
        var violations = new ArrayList<Violation>();
        var first = new HashMap<Long, TopicRecord>();
        var highest = new HashMap<String, Long>();
        for (TopicRecord each : evidence.topic()) {
            first.putIfAbsent(each.position(), each);
            long next = highest.getOrDefault(each.productId(), 0L) + 1;
            if (each.sequenceNumber() > next
                    && !wasTruncated
                    && evidence.products().contains(each.productId())) {
                violations.add(
                        new Violation(
                                "topic-order", each + " comes before sequence number " + next));
            }
            highest.merge(each.productId(), each.sequenceNumber(), Math::max);
        }
        for (LogEvent event : evidence.log().events()) {
            if (!first.containsKey(event.position())) {
                violations.add(new Violation("topic-complete", "lacks " + event));
            }
        }
        if (!wasTruncated) {
            evidence.samples().forEach(sample -> checkCheckpoint(sample, first, violations));
        }
        return violations;
    }

    /** After a leader has spoken, the leaders before it read nothing more from the log. */
    static List<Violation> checkLeaders(SeedEvidence evidence) {
        var violations = new ArrayList<Violation>();
        LeaderHeartbeat newest = null;
        for (LeaderHeartbeat each : evidence.leaders()) {
            if (newest == null
                    || each.epochNumber() > newest.epochNumber()
                    || each.term() > newest.term()) {
                newest = each;
            } else if (each.term() < newest.term() && each.at().isAfter(newest.at())) {
                violations.add(
                        new Violation("one-leader", "%s comes after %s".formatted(each, newest)));
            }
        }
        return violations;
    }

    private static void checkCheckpoint(
            LogSample sample, Map<Long, TopicRecord> first, List<Violation> violations) {
        if (sample.endOffsets().isEmpty()) {
            return;
        }
        first.values().stream()
                .filter(each -> each.position() <= sample.published())
                .filter(
                        each ->
                                each.offset()
                                        >= sample.endOffsets()
                                                .getOrDefault(each.partition(), Long.MAX_VALUE))
                .findFirst()
                .ifPresent(
                        each ->
                                violations.add(
                                        new Violation(
                                                "checkpoint-ahead",
                                                "%s was not in the topic, which ended at %s, when"
                                                                .formatted(
                                                                        each, sample.endOffsets())
                                                        + " the checkpoint was "
                                                        + sample.published())));
    }
}
