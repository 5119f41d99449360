package io.stockledger.cli.token;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a lifetime such as {@code 30s}, {@code 15m}, {@code 1h} or {@code 7d}. */
final class Lifetime implements ITypeConverter<Duration> {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([smhd])");

    @Override
    public Duration convert(String value) {
        Matcher text = TEXT.matcher(value);
        if (!text.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a time such as 30s, 15m, 1h or 7d");
        }
        ChronoUnit unit =
                switch (text.group(2)) {
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(text.group(1)), unit);
    }
}
