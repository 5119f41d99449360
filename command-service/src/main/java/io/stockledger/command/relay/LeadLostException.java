package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;

/** This instance must not publish any more, because its lead has ended or may have ended. */
final class LeadLostException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * The end of the lead.
     *
     * @param message the reason, as a part of a sentence
     * @param cause the failure that ended the lead; null if it ended without a failure
     */
    LeadLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
