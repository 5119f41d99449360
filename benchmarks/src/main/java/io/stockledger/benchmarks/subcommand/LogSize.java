package io.stockledger.benchmarks.subcommand;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of an event log, as a number of events in the notation {@code 500k} or {@code 10m}. */
public record LogSize(long events) {

    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,6})([km]?)");
    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;

    /**
     * Parses a number of events.
     *
     * @throws IllegalArgumentException if the text is not such a number
     */
    public static LogSize of(String text) {
        Matcher matcher = FORMAT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a number of events such as 500k or 10m");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "k" -> THOUSAND;
                    case "m" -> MILLION;
                    default -> 1;
                };
        return new LogSize(Long.parseLong(matcher.group(1)) * unit);
    }

    /** Returns the number for ids of loads, such as {@code 10m}. */
    public String id() {
        if (events % MILLION == 0) {
            return events / MILLION + "m";
        }
        return events % THOUSAND == 0 ? events / THOUSAND + "k" : Long.toString(events);
    }

    /** Returns the number for readers, such as {@code 10 million events}. */
    public String text() {
        return events % MILLION == 0
                ? events / MILLION + " million events"
                : String.format(Locale.ROOT, "%,d events", events);
    }
}
