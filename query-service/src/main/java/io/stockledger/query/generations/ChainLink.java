package io.stockledger.query.generations;

/**
 * A part of a partition's chain of positions: a generation that has received every event up to
 * {@code after} has, with the records of this part, received every event up to {@code through}.
 *
 * @param after the position before the first record, 0 before the first event of the partition
 * @param through the position of the last record
 */
public record ChainLink(long after, long through) {

    /** The part of a batch without events, which changes nothing. */
    static final ChainLink NONE = new ChainLink(0, 0);
}
