package io.stockledger.cli.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A set of log positions, at one bit each: 100 million positions take 12.5 MB. For one thread. */
final class PositionSet {

    private static final int SEGMENT = 1 << 26;

    private final List<BitSet> segments = new ArrayList<>();

    void add(long position) {
        int segment = Math.toIntExact(position / SEGMENT);
        while (segments.size() <= segment) {
            segments.add(new BitSet());
        }
        segments.get(segment).set((int) (position % SEGMENT));
    }

    void remove(long position) {
        int segment = Math.toIntExact(position / SEGMENT);
        if (segment < segments.size()) {
            segments.get(segment).clear((int) (position % SEGMENT));
        }
    }

    boolean contains(long position) {
        int segment = Math.toIntExact(position / SEGMENT);
        return segment < segments.size() && segments.get(segment).get((int) (position % SEGMENT));
    }

    /** The first position from a given one on that is not in the set. */
    long nextAbsent(long from) {
        int segment = Math.toIntExact(from / SEGMENT);
        if (segment >= segments.size()) {
            return from;
        }
        int absent = segments.get(segment).nextClearBit((int) (from % SEGMENT));
        long position = (long) segment * SEGMENT + absent;
        return absent < SEGMENT ? position : nextAbsent(position);
    }
}
