package io.stockledger.query.console;

import io.stockledger.access.AccessConfiguration;
import io.stockledger.console.ConsoleFiles;
import io.stockledger.sandbox.SandboxClock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import java.time.Clock;

/** Makes the controller of the console, which only this package sees. */
@Configuration(proxyBeanMethods = false)
public class ConsoleConfiguration {

    @Bean
    ConsoleController consoleController(
            ConsoleSettings settings, Environment environment, Clock clock) {
        boolean security = !AccessConfiguration.isSecurityOff(environment);
        return new ConsoleController(
                ConsoleFiles.read(),
                settings.commandUrl(),
                security,
                security ? settings.oidc() : null,
                clock instanceof SandboxClock);
    }
}
