package io.stockledger.events;

/**
 * Thrown where stored or received bytes are no event that this version of the code can read: broken
 * JSON, a missing field, or a type that a newer version wrote. The message says which; it never
 * holds a class name.
 */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
