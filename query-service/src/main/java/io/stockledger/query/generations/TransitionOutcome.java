package io.stockledger.query.generations;

/** The outcome of a requested change of a generation's state. */
public sealed interface TransitionOutcome {

    /** The state has changed. The generation is given as it was before, or as it was created. */
    record Success(Generation generation) implements TransitionOutcome {}

    /** The state of this generation forbids the change. */
    record Refusal(Generation cause) implements TransitionOutcome {}

    /** Running reads held a lock for too long. Nothing has changed, and a repeat may succeed. */
    record LockTimeout() implements TransitionOutcome {}

    /** There is no such generation. */
    record UnknownGeneration() implements TransitionOutcome {}
}
