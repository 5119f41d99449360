package io.stockledger.localstack.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes, sent with the {@code kill} of the shell. */
public enum Signal {
    /** For Postgres a fast shutdown: sessions end and the data folder is left clean. */
    INT,
    TERM,
    KILL;

    private static final int SEND_MAX_SECONDS = 5;

    /** Sends this signal. It is not an error if the process has ended. */
    public void sendTo(long pid) {
        try {
            Process kill =
                    new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            kill.waitFor(SEND_MAX_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot run /bin/sh to stop process " + pid + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
