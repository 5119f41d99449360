package io.stockledger.query.movements;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far apart two points of a curve are; a day has 24 hours, as it does in UTC. */
enum LevelStep {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    LevelStep(Duration length) {
        this.length = length;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(step -> step.name().toLowerCase(Locale.ROOT)).toList();
    }

    static LevelStep ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** How many points there are from the one instant up to the other. */
    long count(Instant from, Instant to) {
        return Duration.between(from, to).dividedBy(length) + 1;
    }

    /** The instants from the one up to the other. */
    List<Instant> points(Instant from, Instant to) {
        var points = new ArrayList<Instant>();
        for (Instant at = from; !at.isAfter(to); at = at.plus(length)) {
            points.add(at);
        }
        return points;
    }
}
