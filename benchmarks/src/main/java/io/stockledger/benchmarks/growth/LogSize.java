package io.stockledger.benchmarks.growth;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of events as one writes it: {@code 500k}, {@code 10m}. */
record LogSize(long events) {

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})([km]?)");
    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException where it is no such number
     */
    static LogSize of(String written) {
        Matcher matcher = WRITTEN.matcher(written.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + written + "' is no number of events such as 500k or 10m");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "k" -> THOUSAND;
                    case "m" -> MILLION;
                    default -> 1;
                };
        return new LogSize(Long.parseLong(matcher.group(1)) * unit);
    }

    /** For ids of loads, such as {@code 10m}. */
    String id() {
        if (events % MILLION == 0) {
            return events / MILLION + "m";
        }
        return events % THOUSAND == 0 ? events / THOUSAND + "k" : Long.toString(events);
    }

    /** For people, such as {@code 10 million events}. */
    String text() {
        return events % MILLION == 0
                ? events / MILLION + " million events"
                : String.format(Locale.ROOT, "%,d events", events);
    }
}
