package io.stockledger.cli.stockimport;

import java.util.Locale;

/** What happens to the row of a product that the system has already. */
enum ExistingProducts {
    REJECT,
    SKIP,
    COUNT;

    /** The name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
