package io.stockledger.cli.status;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer of {@code /actuator/prometheus}. Immutable. */
final class Metrics {

    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^([A-Za-z_:][\\w:]*)(\\{[^\\n]*\\})? (\\S+)(?: \\d+)?$");

    private record Sample(String name, String labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    /** Reads the text format; lines that are no sample are left out. */
    static Metrics parse(String text) {
        var metrics = new Metrics();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            try {
                metrics.samples.add(
                        new Sample(
                                sample.group(1),
                                sample.group(2) == null ? "" : sample.group(2),
                                Double.parseDouble(sample.group(3))));
            } catch (NumberFormatException _) {
                // Not a sample.
            }
        }
        return metrics;
    }

    /** Returns the sum of all samples with this name; empty without such a sample. */
    OptionalDouble sum(String name) {
        return sum(name, Pattern.compile(""));
    }

    /** Returns the sum of all samples with this name in whose labels the pattern occurs. */
    OptionalDouble sum(String name, Pattern labels) {
        List<Sample> found =
                samples.stream()
                        .filter(sample -> sample.name().equals(name))
                        .filter(sample -> labels.matcher(sample.labels()).find())
                        .toList();
        return found.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(found.stream().mapToDouble(Sample::value).sum());
    }
}
