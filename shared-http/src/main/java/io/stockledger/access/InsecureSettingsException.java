package io.stockledger.access;

/** The settings of access are missing, or contradict each other; the service must not start. */
public final class InsecureSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the fault and its remedy, in one line
     */
    public InsecureSettingsException(String message) {
        super(message);
    }
}
