package io.stockledger.system.faults.planted;

/** A bug that can be planted: the method that it changes, and the advice that changes it. */
public enum PlantedBug {
    /** The commands of a batch are answered 300 ms before the batch is appended. */
    ANSWER_BEFORE_COMMIT(
            "io.stockledger.command.writer.WriterLoop", "append", 2, AnswerBeforeCommit.class),

    /** The relay moves its checkpoint without waiting for the acknowledgements of Kafka. */
    NO_ACKNOWLEDGEMENT(
            "io.stockledger.command.relay.RecordSender", "send", 2, NoAcknowledgement.class),

    /** A replica applies events that it has applied before. */
    NO_VERSION_GUARD("io.stockledger.query.intake.SequenceGuard", "apply", 3, NoVersionGuard.class),

    /** A replica always claims that it is up to date. */
    LAG_ALWAYS_0("io.stockledger.query.progress.ProgressWatch", "lagMs", 0, LagAlways0.class),

    /** An instance that has led once goes on publishing, whoever holds the lease. */
    NO_FENCING("io.stockledger.command.relay.RelayLease", "isHeld", 0, AlwaysHeld.class);

    private final String className;
    private final String method;
    private final int parameters;
    private final Class<?> advice;

    PlantedBug(String className, String method, int parameters, Class<?> advice) {
        this.className = className;
        this.method = method;
        this.parameters = parameters;
        this.advice = advice;
    }

    String className() {
        return className;
    }

    String method() {
        return method;
    }

    int parameters() {
        return parameters;
    }

    Class<?> advice() {
        return advice;
    }
}
