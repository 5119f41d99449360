package io.stockledger.events;

/**
 * Thrown if this version of the code cannot read a stored or received event, because of invalid
 * JSON, a missing field, or a type that a newer version has written. The message names the reason
 * and contains no class name.
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
