package io.stockledger.http;

/**
 * Ends the start of a service that cannot run correctly. The message names the cause, such as a
 * setting with its value and its bounds, and is logged as one line.
 */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefusedException(String message) {
        super(message);
    }

    /**
     * Checks a number.
     *
     * @throws StartRefusedException if it is out of bounds
     */
    public static void requireBetween(String setting, long value, long min, long max) {
        if (value < min || value > max) {
            throw new StartRefusedException(
                    setting + " is " + value + " and must be from " + min + " to " + max);
        }
    }

    /**
     * Checks a text.
     *
     * @throws StartRefusedException if it is blank
     */
    public static void requireText(String setting, String value) {
        if (value.isBlank()) {
            throw new StartRefusedException(setting + " is empty and must be given");
        }
    }
}
