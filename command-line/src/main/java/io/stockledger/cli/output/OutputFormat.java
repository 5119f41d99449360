package io.stockledger.cli.output;

/** The formats of the output. */
public enum OutputFormat {
    TABLE,
    JSON,
    CSV;

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
