package io.stockledger.system;

import static org.junit.jupiter.api.Assumptions.abort;

import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/**
 * The console with an OpenID provider: both services accept its tokens, and the scenario starts it.
 * Skipped with one line on a machine without Chromium or npm.
 */
class ConsoleSignInIT {

    private static final String ISSUER = "http://" + Ports.LOOPBACK + ":" + Ports.free();

    private static @Nullable ServiceProcess command;
    private static @Nullable ServiceProcess query;

    @BeforeAll
    static void start() {
        String reason = ConsoleBrowser.reasonToSkip();
        if (reason != null) {
            System.out.println("ConsoleSignInIT: skipped, " + reason);
            abort(reason);
        }
        TestStack stack = TestStack.shared();
        String topic = stack.newTopicName();
        command = service("command-service", stack.newEventsDatabase(), topic);
        query = service("query-service", stack.newViewsDatabase(), topic);
        command.awaitReady();
        query.awaitReady();
    }

    private static ServiceProcess service(String module, TestDatabase database, String topic) {
        var settings = new HashMap<String, String>();
        settings.put("stockledger.security", "on");
        settings.put("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER);
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.applicationUser());
        settings.put("spring.datasource.password", database.applicationPassword());
        settings.put("spring.kafka.bootstrap-servers", TestStack.shared().kafkaBootstrapServers());
        settings.put("stockledger.topic.name", topic);
        settings.put("stockledger.topic.partitions", "3");
        settings.put("management.server.port", Integer.toString(Ports.free()));
        if (module.equals("command-service")) {
            settings.put("spring.flyway.user", database.ownerUser());
            settings.put("spring.flyway.password", database.ownerPassword());
        } else {
            settings.put("stockledger.console.oidc.issuer", ISSUER);
            settings.put("stockledger.console.oidc.client-id", "console");
        }
        Path jar = ProjectRoot.path().resolve(module + "/target/" + module + "-app.jar");
        return ServiceProcess.start(jar, settings);
    }

    @AfterAll
    static void stop() {
        if (command != null) {
            command.close();
        }
        if (query != null) {
            query.close();
        }
    }

    @Test
    void users_sign_in_at_the_provider_and_their_tokens_are_renewed() throws Exception {
        ServiceProcess console = query;
        ServiceProcess commands = command;
        if (console == null || commands == null) {
            throw new AssertionError("the services were not started");
        }
        ConsoleBrowser.run(
                "sign-in-oidc",
                List.of(
                        "--console=" + console.url(),
                        "--commands=" + commands.url(),
                        "--issuer=" + ISSUER));
    }
}
