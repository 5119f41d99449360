package io.stockledger.sandbox;

import io.stockledger.access.AccessConfiguration;
import io.stockledger.access.InsecureSettingsException;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The sandbox of {@code ./run --sandbox}, whose clock takes the place of the bean {@code clock}. A
 * service that others than the programs of its machine can reach does not start with it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(SandboxConfiguration.CLOCK_FILE)
public class SandboxConfiguration {

    static final String CLOCK_FILE = "stockledger.sandbox.clock-file";

    private static final String ADDRESS = "server.address";

    /**
     * @throws InsecureSettingsException if security is on, the service does not listen on a
     *     loopback address only, or the file cannot be used
     */
    @Bean
    @Primary
    SandboxClock sandboxClock(@Qualifier("clock") Clock real, Environment environment) {
        if (!AccessConfiguration.isSecurityOff(environment)) {
            throw new InsecureSettingsException(
                    "%s is set, and security is on: the clock of a system in use must not be set forward. Remove the setting."
                            .formatted(CLOCK_FILE));
        }
        String address = environment.getProperty(ADDRESS, "");
        if (!isLoopback(address)) {
            throw new InsecureSettingsException(
                    "%s is set, and %s is '%s': a sandbox listens on a loopback address only. Set %s=127.0.0.1, or remove the other setting."
                            .formatted(CLOCK_FILE, ADDRESS, address, ADDRESS));
        }
        String file = environment.getRequiredProperty(CLOCK_FILE);
        try {
            return SandboxClock.open(Path.of(file), real);
        } catch (IOException e) {
            throw new InsecureSettingsException(
                    "%s '%s' cannot be used: %s".formatted(CLOCK_FILE, file, e));
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    @Bean
    SandboxClockController sandboxClockController(SandboxClock clock) {
        return new SandboxClockController(clock);
    }
}
