package io.stockledger.system.faults.cluster;

import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.teststack.TestFolder;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A Postgres server. */
final class PostgresMember extends Member {

    private static final String CONNECT_MAX_SECONDS = "2";
    private static final String ANSWER_MAX_SECONDS = "10";

    /** A folder of its own, so that a later test run finds the process of a killed one. */
    private final Path folder = TestFolder.create();

    private final Path log;
    private final int port = Ports.free();
    private final String password;

    PostgresMember(String name, Path log, String password) {
        super(name, Signal.INT);
        this.log = log;
        this.password = password;
    }

    @Override
    ChildProcess launch() {
        return PostgresServer.start(
                        new PostgresServer.Location(
                                folder.resolve("data"), Cache.folder(), folder, log),
                        port,
                        password)
                .process();
    }

    @Override
    boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The address of a database that no proxy can disturb. */
    String url(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, port, database);
    }

    void deleteData() throws IOException {
        FileTree.delete(folder);
    }

    /** Returns a new connection of the superuser that no proxy can disturb. */
    Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", PostgresServer.ADMINISTRATOR);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", CONNECT_MAX_SECONDS);
        properties.setProperty("connectTimeout", CONNECT_MAX_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_MAX_SECONDS);
        return DriverManager.getConnection(url(database), properties);
    }
}
