package io.stockledger.localstack.launcher;

import io.stockledger.localstack.process.Ports;

import java.net.URI;
import java.nio.file.Path;

/**
 * A service to start.
 *
 * @param kind one of the two services
 * @param name the name in output and log files, unique in the stack
 * @param port the port on the loopback address
 * @param portOption the option that sets the port
 */
record Service(Kind kind, String name, int port, String portOption) {

    enum Kind {
        COMMAND("command-service/target/command-service-app.jar"),
        QUERY("query-service/target/query-service-app.jar");

        private final String jar;

        Kind(String jar) {
            this.jar = jar;
        }

        Path jarIn(Path project) {
            return project.resolve(jar);
        }
    }

    String url() {
        return "http://%s:%d".formatted(Ports.LOOPBACK, port);
    }

    URI readiness() {
        return URI.create(url() + "/actuator/health/readiness");
    }
}
