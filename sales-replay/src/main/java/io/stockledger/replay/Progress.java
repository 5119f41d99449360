package io.stockledger.replay;

import java.io.Console;
import java.util.Optional;

/** Shows the progress of the replay, its rate and the remaining time. Thread-safe. */
interface Progress extends AutoCloseable {

    /** Counts one finished command. */
    void step();

    @Override
    void close();

    /** Returns a bar if the program runs in a terminal, otherwise lines at intervals. */
    static Progress of(String task, long total) {
        // Some versions of the JDK return a console even without a terminal.
        boolean isTerminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return isTerminal ? new ProgressAsBar(task, total) : new ProgressAsLines(task, total);
    }
}
