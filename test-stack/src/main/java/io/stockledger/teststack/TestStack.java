package io.stockledger.teststack;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The real Postgres and the real Kafka of one test JVM. Each is started when first asked for and
 * stopped when the JVM ends; tests keep apart by databases and topics of their own. Postgres is as
 * durable as in production (fsync on). Thread-safe.
 *
 * <p>The parts are containers where a Docker engine answers and has or can get the images, and the
 * embedded ones elsewhere; the system property {@value #PROPERTY} ({@code embedded} or {@code
 * testcontainers}) decides instead. The choice and its reason are printed in one line.
 */
public final class TestStack {

    public static final String PROPERTY = "stockledger.test.stack";

    private static @Nullable TestStack shared;

    private final TestParts parts;
    private boolean rolesCreated;

    private TestStack(TestParts parts) {
        this.parts = parts;
    }

    /** The one stack of this JVM. Costs nothing until a part of it is asked for. */
    public static synchronized TestStack shared() {
        if (shared == null) {
            TestParts parts = chooseParts();
            Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "test-stack-stop"));
            shared = new TestStack(parts);
        }
        return shared;
    }

    /** A fresh database, owned by stockledger_owner and usable by stockledger_app. */
    public TestDatabase newEventsDatabase() {
        String name = uniqueName("events");
        Passwords passwords = parts.passwords();
        provision(provisioning -> provisioning.createEventsDatabase(name));
        return new TestDatabase(
                name,
                parts.jdbcUrl(name),
                Provisioning.OWNER,
                passwords.owner(),
                Provisioning.APPLICATION,
                passwords.application());
    }

    /** A fresh database, owned and used by stockledger_query. */
    public TestDatabase newViewsDatabase() {
        String name = uniqueName("views");
        String password = parts.passwords().query();
        provision(provisioning -> provisioning.createViewsDatabase(name));
        return new TestDatabase(
                name,
                parts.jdbcUrl(name),
                Provisioning.QUERY,
                password,
                Provisioning.QUERY,
                password);
    }

    /** A connection of the superuser to the database "postgres"; the caller closes it. */
    public Connection connectAsAdministrator() throws SQLException {
        return parts.connectAsAdministrator();
    }

    public String kafkaBootstrapServers() {
        return parts.kafkaBootstrapServers();
    }

    /** A name that no topic has. The topic itself is made by whoever needs it. */
    public String newTopicName() {
        return uniqueName("topic");
    }

    private static TestParts chooseParts() {
        PartsChoice choice =
                PartsChoice.between(
                        System.getProperty(PROPERTY),
                        new DockerEngine(System.getenv(), ContainerParts.images()));
        System.out.println(choice.line());
        return switch (choice.kind()) {
            case EMBEDDED -> new EmbeddedParts();
            case TESTCONTAINERS -> new ContainerParts();
        };
    }

    private interface Provision {
        void on(Provisioning provisioning) throws SQLException;
    }

    private synchronized void provision(Provision provision) {
        try (Connection administrator = parts.connectAsAdministrator()) {
            Provisioning provisioning = new Provisioning(administrator);
            if (!rolesCreated) {
                provisioning.createRoles(parts.passwords());
                rolesCreated = true;
            }
            provision.on(provisioning);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot provision a test database", e);
        }
    }

    private static String uniqueName(String kind) {
        return kind + "_" + UUID.randomUUID().toString().replace("-", "");
    }
}
