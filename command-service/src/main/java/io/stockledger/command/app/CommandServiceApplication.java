package io.stockledger.command.app;

import io.stockledger.access.AccessConfiguration;
import io.stockledger.http.HttpEdge;
import io.stockledger.http.ServiceProcess;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The command service as a program. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({HttpEdge.class, AccessConfiguration.class, CommandServiceConfiguration.class})
public class CommandServiceApplication {

    public static void main(String[] arguments) {
        ServiceProcess.run(CommandServiceApplication.class, arguments);
    }
}
