package io.stockledger.cli.output;

import java.util.Locale;

/** The formats of the output. */
public enum OutputFormat {
    TABLE,
    JSON,
    CSV;

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
