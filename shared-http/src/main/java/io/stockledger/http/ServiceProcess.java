package io.stockledger.http;

import org.springframework.boot.SpringApplication;

/**
 * A service as a process of the operating system: it exits with 0 after an orderly stop (SIGTERM or
 * SIGINT), and with 1 and one line of why where it cannot start.
 */
public final class ServiceProcess {

    private ServiceProcess() {}

    /** Starts the service; called by its {@code main}. */
    public static void run(Class<?> service, String[] args) {
        try {
            SpringApplication.run(service, args);
        } catch (RuntimeException e) {
            if (isForBuildTools(e)) {
                throw e;
            }
            // The cause is told already, by the failure reporters or, for a bug, with its trace.
            System.exit(1);
        }
        // Runs when all contexts are closed. The JVM would exit with 128 + the signal's number,
        // which supervisors take for a failure.
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    }

    /** Ahead-of-time processing ends a start on purpose, by an exception. */
    private static boolean isForBuildTools(RuntimeException e) {
        return e instanceof SpringApplication.AbandonedRunException;
    }
}
