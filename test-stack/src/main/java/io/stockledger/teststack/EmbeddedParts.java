package io.stockledger.teststack;

import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.Ports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The embedded Postgres and Kafka, in a folder that is deleted at the end. */
final class EmbeddedParts implements TestParts {

    private final Path folder = TestFolder.create();
    private final Passwords passwords = Passwords.generate();
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaBroker kafka;

    @Override
    public Connection connectAsAdministrator() throws SQLException {
        return postgres().connectAsAdministrator();
    }

    @Override
    public String jdbcUrl(String database) {
        return postgres().jdbcUrl(database);
    }

    @Override
    public Passwords passwords() {
        return passwords;
    }

    @Override
    public synchronized String kafkaBootstrapServers() {
        if (kafka == null) {
            kafka =
                    KafkaBroker.start(
                            KafkaBroker.Location.in(folder),
                            Ports.free(),
                            Ports.free(),
                            Tuning.QUICK_START);
        }
        return kafka.bootstrapServers();
    }

    private synchronized PostgresServer postgres() {
        if (postgres == null) {
            postgres =
                    PostgresServer.start(
                            new PostgresServer.Location(
                                    folder.resolve("postgres"),
                                    Cache.folder(),
                                    folder,
                                    folder.resolve("postgres.log")),
                            Ports.free(),
                            passwords.administrator());
        }
        return postgres;
    }

    @Override
    public synchronized void close() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
