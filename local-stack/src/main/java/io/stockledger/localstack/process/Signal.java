package io.stockledger.localstack.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The signals that the JDK cannot send by itself are sent by the shell's own {@code kill}. */
public enum Signal {
    /** What Postgres calls a fast shutdown: sessions are ended, the data folder is left clean. */
    INT,
    TERM,
    KILL;

    private static final int SEND_MAX_SECONDS = 5;

    /** Sends this signal. A process that has already ended is not an error. */
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
