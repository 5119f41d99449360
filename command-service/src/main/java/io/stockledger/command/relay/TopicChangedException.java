package io.stockledger.command.relay;

/** A topic was deleted, created again or given more partitions while the relay published to it. */
final class TopicChangedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The change, as a sentence. */
    TopicChangedException(String message) {
        super(message);
    }
}
