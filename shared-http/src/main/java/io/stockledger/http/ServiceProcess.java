package io.stockledger.http;

import org.springframework.boot.SpringApplication;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A service as a process of the operating system: it exits with 0 after an orderly stop (SIGTERM or
 * SIGINT), and with 1 and one line of why where it cannot start.
 */
public final class ServiceProcess {

    /** What Spring says of a failed start beside the one line that says it all. */
    private static final Map<String, Object> QUIET_FAILURES =
            Map.of(
                    "logging.level.org.springframework.boot.diagnostics", "off",
                    "logging.level.org.springframework.boot.autoconfigure.logging", "off",
                    "logging.level.org.springframework.boot.tomcat.servlet", "off",
                    "logging.level.org.springframework.boot.jetty", "off",
                    "logging.level.org.eclipse.jetty.ee11.webapp", "off",
                    "logging.level.org.springframework.boot.web.server.servlet.context", "error");

    private ServiceProcess() {}

    /** Starts the service; called by its {@code main}. */
    public static void run(Class<?> service, String[] args) {
        var failed = new AtomicBoolean();
        // Runs when all contexts are closed. The JVM would exit with 128 + the signal's number,
        // which supervisors take for a failure.
        SpringApplication.getShutdownHandlers()
                .add(() -> Runtime.getRuntime().halt(failed.get() ? 1 : 0));
        var application = new SpringApplication(service);
        application.setDefaultProperties(QUIET_FAILURES);
        try {
            application.run(args);
        } catch (SpringApplication.AbandonedRunException e) {
            // Ahead-of-time processing ends a start this way.
            throw e;
        } catch (RuntimeException e) {
            // The cause is told already, by the failure reporters or, for a bug, with its trace.
            failed.set(true);
            System.exit(1);
        }
    }
}
