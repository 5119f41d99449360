package io.stockledger.teststack;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;

import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Postgres and Kafka in containers of the official images. */
final class ContainerParts implements TestParts {

    private static final String POSTGRES_IMAGE = "postgres:18";
    private static final int POSTGRES_PORT = 5432;

    private final Passwords passwords = Passwords.generate();
    private @Nullable PostgreSQLContainer postgres;
    private @Nullable KafkaContainer kafka;

    /** Returns the images. The broker has the version of the Kafka client on the class path. */
    static List<String> images() {
        return List.of(POSTGRES_IMAGE, "apache/kafka:" + AppInfoParser.getVersion());
    }

    @Override
    public Connection connectAsAdministrator() throws SQLException {
        return DriverManager.getConnection(
                jdbcUrl(PostgresServer.ADMINISTRATOR),
                PostgresServer.ADMINISTRATOR,
                passwords.administrator());
    }

    @Override
    public String jdbcUrl(String database) {
        PostgreSQLContainer server = postgres();
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(server.getHost(), server.getMappedPort(POSTGRES_PORT), database);
    }

    @Override
    public Passwords passwords() {
        return passwords;
    }

    @Override
    public synchronized String kafkaBootstrapServers() {
        if (kafka == null) {
            KafkaContainer container =
                    new KafkaContainer(DockerImageName.parse(images().getLast()))
                            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                            .withEnv("KAFKA_LOG_RETENTION_MS", "-1");
            container.start();
            kafka = container;
        }
        return kafka.getBootstrapServers();
    }

    private synchronized PostgreSQLContainer postgres() {
        if (postgres == null) {
            PostgreSQLContainer container =
                    new PostgreSQLContainer(POSTGRES_IMAGE)
                            .withDatabaseName("postgres")
                            .withUsername(PostgresServer.ADMINISTRATOR)
                            .withPassword(passwords.administrator());
            // By default Testcontainers starts Postgres with fsync off.
            container.setCommand(
                    "postgres",
                    "-c",
                    "fsync=on",
                    "-c",
                    "synchronous_commit=on",
                    "-c",
                    "full_page_writes=on",
                    "-c",
                    "max_connections=200");
            container.start();
            postgres = container;
        }
        return postgres;
    }

    @Override
    public synchronized void close() {
        if (kafka != null) {
            kafka.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }
}
