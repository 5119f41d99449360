package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.output.CellText;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of the columns in the first row. Case and white space at the ends do not matter. */
record Header(List<String> names) {

    private static final int NAMES_SHOWN_MAX = 12;

    /** The index of a column that does not exist. */
    static final int NONE = -1;

    Header {
        names = List.copyOf(names);
    }

    int size() {
        return names.size();
    }

    boolean has(String name) {
        return indexOf(name) != NONE;
    }

    /** Returns the index of the first column with this name, or {@link #NONE}. */
    int indexOf(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (folded(names.get(i)).equals(folded(name))) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * Returns the index of the only column with this name.
     *
     * @param option the option that names the column, for the message
     * @throws OperatorFailure if no column or several columns have this name
     */
    int require(String option, String name) {
        long count = names.stream().filter(each -> folded(each).equals(folded(name))).count();
        if (count == 0) {
            throw new OperatorFailure(
                    "%s: the list has no column '%s': it has %s".formatted(option, name, this));
        }
        if (count > 1) {
            throw new OperatorFailure(
                    "%s: the list has %d columns '%s': rename one".formatted(option, count, name));
        }
        return indexOf(name);
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return CellText.printable(
                names.stream().limit(NAMES_SHOWN_MAX).collect(Collectors.joining(", "))
                        + (names.size() > NAMES_SHOWN_MAX
                                ? " and " + (names.size() - NAMES_SHOWN_MAX) + " more"
                                : ""));
    }
}
