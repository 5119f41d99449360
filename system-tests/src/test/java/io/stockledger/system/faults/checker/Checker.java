package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.history.HistoryEntry.UnexpectedAnswer;
import io.stockledger.system.faults.history.SeedEvidence;

import java.util.ArrayList;
import java.util.List;

/** All checks of one seed. */
public final class Checker {

    private final SeedEvidence evidence;
    private final LogCheck log;
    private final boolean topicWasTruncated;

    /**
     * A checker of this evidence.
     *
     * @param topicWasTruncated whether a fault has removed records of the topic
     */
    public Checker(SeedEvidence evidence, boolean topicWasTruncated) {
        this.evidence = evidence;
        this.log = LogCheck.of(evidence.log(), evidence.products());
        this.topicWasTruncated = topicWasTruncated;
    }

    /** Returns every broken promise; an empty list if all are kept. */
    public List<Violation> check() {
        var violations = new ArrayList<>(log.violations());
        violations.addAll(CommandCheck.check(evidence));
        violations.addAll(LinearizabilityCheck.check(evidence));
        violations.addAll(ViewCheck.check(evidence, log));
        violations.addAll(TopicCheck.check(evidence, topicWasTruncated));
        violations.addAll(TopicCheck.checkLeaders(evidence));
        evidence.history()
                .entries(UnexpectedAnswer.class)
                .forEach(each -> violations.add(new Violation("answers", each.toString())));
        return violations;
    }

    /** The states of a product by the log; the index is the version. */
    public List<StockState> statesOf(String productId) {
        return log.of(productId);
    }
}
