package io.stockledger.cli.services;

import io.stockledger.cli.services.Service.Answer;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Reads of a service that may be restarted meanwhile: a read without an answer, or with a temporary
 * refusal, is repeated twice a second until it is answered. The first failure and the answer after
 * it are one line each on stderr. For one thread.
 */
public final class PatientReads {

    private static final Duration REPEAT_EVERY = Duration.ofMillis(500);

    private final Service service;
    private final PrintWriter err;

    public PatientReads(Service service, PrintWriter err) {
        this.service = service;
        this.err = err;
    }

    /**
     * Reads JSON, however long it takes.
     *
     * @param path with its query, percent-encoded
     * @throws ServiceFailure if the service refuses the call for good
     */
    public Answer get(String path) throws InterruptedException {
        boolean isWaiting = false;
        while (true) {
            try {
                Answer answer = service.get(path);
                if (isWaiting) {
                    note("the service answers again");
                }
                return answer;
            } catch (ServiceFailure e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                if (!isWaiting) {
                    note("waiting for an answer: " + e.getMessage());
                    isWaiting = true;
                }
                Thread.sleep(REPEAT_EVERY);
            }
        }
    }

    private void note(String text) {
        err.println("stockledger: " + text);
        err.flush();
    }
}
