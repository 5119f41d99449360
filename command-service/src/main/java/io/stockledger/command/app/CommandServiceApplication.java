package io.stockledger.command.app;

import io.stockledger.http.ServiceProcess;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** Starts the command service. */
@EnableAutoConfiguration
@EnableConfigurationProperties(CommandServiceSettings.class)
@Import(CommandServiceConfiguration.class)
public class CommandServiceApplication {

    public static void main(String[] arguments) {
        ServiceProcess.run(CommandServiceApplication.class, arguments);
    }
}
