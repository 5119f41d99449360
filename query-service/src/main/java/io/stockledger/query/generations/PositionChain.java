package io.stockledger.query.generations;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds the positions of a partition's records, in the order of their offsets, into as few {@link
 * ChainLink}s as possible. Without a gap and without repeats from further back it is one link. The
 * links have the same effect on every complete position as the records one by one. For one thread.
 */
public final class PositionChain {

    private final List<ChainLink> earlier = new ArrayList<>(0);
    private boolean isEmpty = true;
    private long after;
    private long through;

    /**
     * Adds the next record.
     *
     * @param position the position of its event, from 1
     * @param previous the position of the event before it in the partition, lower than {@code
     *     position}; 0 for the first record or if it is not known
     */
    public void add(long position, long previous) {
        if (isEmpty) {
            isEmpty = false;
            after = previous;
            through = position;
        } else if (previous >= after && previous <= through) {
            through = Math.max(through, position);
        } else {
            earlier.add(new ChainLink(after, through));
            after = previous;
            through = position;
        }
    }

    /** The links so far, in their order; empty without records. */
    public List<ChainLink> links() {
        if (isEmpty) {
            return List.of();
        }
        var links = new ArrayList<>(earlier);
        links.add(new ChainLink(after, through));
        return List.copyOf(links);
    }
}
