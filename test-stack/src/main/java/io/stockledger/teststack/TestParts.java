package io.stockledger.teststack;

import io.stockledger.localstack.postgres.Passwords;

import java.sql.Connection;
import java.sql.SQLException;

/** What a test stack is made of: a Postgres and a Kafka, each started when first asked for. */
interface TestParts extends AutoCloseable {

    /** A new connection of the superuser. Starts Postgres where it does not run. */
    Connection connectAsAdministrator() throws SQLException;

    /** The URL of a database of that Postgres. */
    String jdbcUrl(String database);

    Passwords passwords();

    /** The broker's address. Starts Kafka where it does not run. */
    String kafkaBootstrapServers();

    /** Stops what runs and leaves nothing behind. */
    @Override
    void close();
}
