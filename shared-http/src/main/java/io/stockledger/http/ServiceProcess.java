package io.stockledger.http;

import org.springframework.boot.SpringApplication;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A service as a process of the operating system. It exits with 0 after an orderly stop (SIGTERM or
 * SIGINT), and with 1 if it cannot start; one line of the log then names the cause.
 */
public final class ServiceProcess {

    /** The log lines that Spring adds to a failed start. */
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
        // Runs when all contexts are closed. Otherwise the JVM exits with 128 + the number of the
        // signal, which supervisors treat as a failure.
        SpringApplication.getShutdownHandlers()
                .add(() -> Runtime.getRuntime().halt(failed.get() ? 1 : 0));
        var application = new SpringApplication(service);
        application.setDefaultProperties(QUIET_FAILURES);
        try {
            application.run(args);
        } catch (SpringApplication.AbandonedRunException e) {
            // Ahead-of-time processing ends the start with this exception.
            throw e;
        } catch (RuntimeException e) {
            // Spring has logged the cause.
            failed.set(true);
            System.exit(1);
        }
    }
}
