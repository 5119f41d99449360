package io.stockledger.http;

/** The memory that one body may use beside others of its kind. Implementations are thread-safe. */
public interface BodyLimit {

    /** No limit beside that of the byte budget. */
    BodyLimit NONE =
            new BodyLimit() {
                @Override
                public void announce(long bytes) {
                    // There is always room.
                }

                @Override
                public void acquire(long bytes) {
                    // There is always room.
                }

                @Override
                public void release(long bytes) {
                    // Nothing was counted.
                }
            };

    /**
     * Tells the length of a body that is read as a whole. It is taken together with the first
     * bytes, so that a body that does not fit is refused before it is read.
     *
     * @param bytes not negative
     */
    void announce(long bytes);

    /**
     * Takes the bytes.
     *
     * @throws ProblemException if they do not fit; then nothing is taken
     */
    void acquire(long bytes);

    /** Gives bytes back that were taken before. */
    void release(long bytes);
}
