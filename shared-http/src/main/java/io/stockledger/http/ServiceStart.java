package io.stockledger.http;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a service so that it also ends well: stopped by a signal, it exits with 0. */
public final class ServiceStart {

    private ServiceStart() {}

    /** Runs the service until the process is asked to end. */
    public static void run(Class<?> application, String[] arguments) {
        var starting = new SpringApplication(application);
        starting.setRegisterShutdownHook(false);
        ConfigurableApplicationContext context = starting.run(arguments);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    context.close();
                                    // The JVM would report the signal as 143 although all has ended
                                    // as it should.
                                    Runtime.getRuntime().halt(0);
                                },
                                "graceful-stop"));
    }
}
