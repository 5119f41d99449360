package io.stockledger.replay;

import java.io.Console;
import java.util.Optional;

/** Shows how far the replay is, its rate and the time left. Thread-safe. */
interface Progress extends AutoCloseable {

    /** One more command is done. */
    void step();

    @Override
    void close();

    /** A bar where somebody watches, else a line now and then. */
    static Progress of(String task, long total) {
        // Whether there is a console at all without a terminal depends on the JDK.
        boolean watched =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return watched ? new ProgressAsBar(task, total) : new ProgressAsLines(task, total);
    }
}
