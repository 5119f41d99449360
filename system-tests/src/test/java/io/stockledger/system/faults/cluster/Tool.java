package io.stockledger.system.faults.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the operating system that end soon. */
final class Tool {

    private static final int RUN_MAX_SECONDS = 10;

    private Tool() {}

    /**
     * Runs a program and waits for its end, whatever its exit code is: a process that it acts on
     * may have ended.
     *
     * @throws IllegalStateException if it cannot be started
     */
    static void run(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(RUN_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + command, e);
        }
    }
}
