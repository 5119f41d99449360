package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.localstack.postgres.Passwords;

import org.junit.jupiter.api.Test;

class ServiceEnvironmentTest {

    private final ServiceEnvironment environment =
            new ServiceEnvironment(
                    5433, new Passwords("root", "own", "use", "read"), "127.0.0.1:9092");

    @Test
    void the_command_service_connects_as_the_application_and_migrates_as_the_owner() {
        assertThat(
                        environment.of(
                                new Service(Service.Kind.COMMAND, "command-service", 8080, "--x")))
                .containsEntry("SERVER_ADDRESS", "127.0.0.1")
                .containsEntry("SERVER_PORT", "8080")
                .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
                .containsEntry(
                        "SPRING_DATASOURCE_URL",
                        "jdbc:postgresql://127.0.0.1:5433/stockledger_events")
                .containsEntry("SPRING_DATASOURCE_USERNAME", "stockledger_app")
                .containsEntry("SPRING_DATASOURCE_PASSWORD", "use")
                .containsEntry("SPRING_FLYWAY_USER", "stockledger_owner")
                .containsEntry("SPRING_FLYWAY_PASSWORD", "own");
    }

    @Test
    void the_query_service_gets_the_credentials_of_the_views_database_only() {
        assertThat(environment.of(new Service(Service.Kind.QUERY, "query-service", 8081, "--x")))
                .containsEntry(
                        "SPRING_DATASOURCE_URL",
                        "jdbc:postgresql://127.0.0.1:5433/stockledger_views")
                .containsEntry("SPRING_DATASOURCE_USERNAME", "stockledger_query")
                .containsEntry("SPRING_DATASOURCE_PASSWORD", "read")
                .doesNotContainValue("own")
                .doesNotContainValue("root");
    }
}
