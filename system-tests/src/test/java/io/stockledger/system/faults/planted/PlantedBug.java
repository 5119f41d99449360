package io.stockledger.system.faults.planted;

import java.util.List;

/** A bug that can be planted: the class and the methods that it changes. */
public enum PlantedBug {
    /** The commands of a batch are answered 300 ms before the batch is appended. */
    ANSWER_BEFORE_COMMIT(
            "io.stockledger.command.writer.WriterLoop",
            new Change("append", 2, AnswerBeforeCommit.class)),

    /** The relay moves its checkpoint without waiting for the acknowledgements of Kafka. */
    NO_ACKNOWLEDGEMENT(
            "io.stockledger.command.relay.RecordSender",
            new Change("send", 2, NoAcknowledgement.class)),

    /** A replica applies events that it has applied before. */
    NO_VERSION_GUARD(
            "io.stockledger.query.intake.SequenceGuard",
            new Change("apply", 3, NoVersionGuard.class)),

    /** A replica always claims that it is up to date. */
    LAG_ALWAYS_0(
            "io.stockledger.query.progress.ProgressWatch",
            new Change("lagMs", 0, LagAlways0.class)),

    /** An instance that has led once goes on publishing, even if another instance leads. */
    NO_FENCING(
            "io.stockledger.command.relay.RelayLease",
            new Change("isHeld", 0, AlwaysHeld.class),
            new Change("renew", 1, RenewalNeverRefused.class));

    private final String className;

    /** Immutable. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Change> changes;

    PlantedBug(String className, Change... changes) {
        this.className = className;
        this.changes = List.of(changes);
    }

    /**
     * The change of a method.
     *
     * @param parameters the number of parameters of the method
     * @param advice the class of Byte Buddy's advice
     */
    record Change(String method, int parameters, Class<?> advice) {}

    String className() {
        return className;
    }

    List<Change> changes() {
        return changes;
    }
}
