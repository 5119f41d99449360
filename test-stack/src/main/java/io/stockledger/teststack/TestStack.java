package io.stockledger.teststack;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The real Postgres and the real Kafka of one test JVM. Each part starts at its first use and stops
 * at the end of the JVM. Every test has its own databases and topics. Postgres is as durable as in
 * production (fsync on). Thread-safe.
 *
 * <p>The parts are containers if a Docker engine answers and has or can pull the images, otherwise
 * the embedded ones. The system property {@value #PROPERTY} ({@code embedded} or {@code
 * testcontainers}) overrides this choice. The choice and its reason are printed in one line.
 */
public final class TestStack {

    public static final String PROPERTY = "stockledger.test.stack";

    private static @Nullable TestStack shared;

    private final TestParts parts;
    private boolean rolesCreated;

    private TestStack(TestParts parts) {
        this.parts = parts;
    }

    /** Returns the stack of this JVM. Its parts start at their first use only. */
    public static synchronized TestStack shared() {
        if (shared == null) {
            TestParts parts = chooseParts();
            Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "test-stack-stop"));
            shared = new TestStack(parts);
        }
        return shared;
    }

    /** Creates a database that stockledger_owner owns and stockledger_app uses. */
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
                passwords.application(),
                passwords.reader());
    }

    /** Creates a database that stockledger_query owns and uses. */
    public TestDatabase newViewsDatabase() {
        String name = uniqueName("views");
        Passwords passwords = parts.passwords();
        provision(provisioning -> provisioning.createViewsDatabase(name));
        return new TestDatabase(
                name,
                parts.jdbcUrl(name),
                Provisioning.QUERY,
                passwords.query(),
                Provisioning.QUERY,
                passwords.query(),
                passwords.reader());
    }

    /** Returns a connection of the superuser to the database "postgres"; the caller closes it. */
    public Connection connectAsAdministrator() throws SQLException {
        return parts.connectAsAdministrator();
    }

    public String kafkaBootstrapServers() {
        return parts.kafkaBootstrapServers();
    }

    /** Returns a name that no topic has. The topic itself is not created. */
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

    private interface ProvisioningStep {
        void run(Provisioning provisioning) throws SQLException;
    }

    private synchronized void provision(ProvisioningStep step) {
        try (Connection administrator = parts.connectAsAdministrator()) {
            Provisioning provisioning = new Provisioning(administrator);
            if (!rolesCreated) {
                provisioning.createRoles(parts.passwords());
                rolesCreated = true;
            }
            step.run(provisioning);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create a test database", e);
        }
    }

    private static String uniqueName(String kind) {
        return kind + "_" + UUID.randomUUID().toString().replace("-", "");
    }
}
