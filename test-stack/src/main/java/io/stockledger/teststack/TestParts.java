package io.stockledger.teststack;

import io.stockledger.localstack.postgres.Passwords;

import java.sql.Connection;
import java.sql.SQLException;

/** The parts of a test stack: a Postgres and a Kafka, each started at its first use. */
interface TestParts extends AutoCloseable {

    /** Returns a new connection of the superuser. Starts Postgres if it does not run. */
    Connection connectAsAdministrator() throws SQLException;

    /** Returns the URL of a database of this Postgres. */
    String jdbcUrl(String database);

    Passwords passwords();

    /** Returns the address of the broker. Starts Kafka if it does not run. */
    String kafkaBootstrapServers();

    /** Stops the running parts and deletes their data. */
    @Override
    void close();
}
