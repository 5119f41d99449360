package io.stockledger.cli.output;

/** Shows the progress of a task on stderr, its rate and the remaining time. Thread-safe. */
public interface Progress extends AutoCloseable {

    /** Counts one finished unit. */
    void step();

    /** States the number of finished units. */
    void stepTo(long done);

    @Override
    void close();

    /**
     * Returns a bar if stderr is a terminal, otherwise lines at intervals.
     *
     * @param units what is counted, such as {@code commands}
     * @param total 0 if it is unknown
     */
    static Progress of(String task, String units, long total) {
        return Terminal.current().isErrATerminal()
                ? new ProgressAsBar(task, units, total)
                : new ProgressAsLines(task, units, total);
    }
}
