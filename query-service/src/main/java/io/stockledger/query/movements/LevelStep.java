package io.stockledger.query.movements;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The time between two points of a level curve. A day has 24 hours, because times are UTC. */
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

    /** The number of points from an instant up to another, both included. */
    long count(Instant from, Instant to) {
        return Duration.between(from, to).dividedBy(length) + 1;
    }

    /** The points from an instant up to another, both included. */
    List<Instant> points(Instant from, Instant to) {
        var points = new ArrayList<Instant>();
        for (Instant at = from; !at.isAfter(to); at = at.plus(length)) {
            points.add(at);
        }
        return points;
    }
}
