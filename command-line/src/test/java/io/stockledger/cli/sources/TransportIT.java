package io.stockledger.cli.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.teststack.TestCertificates;
import io.stockledger.teststack.TestCertificates.Kind;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;
import io.stockledger.teststack.TlsBroker;
import io.stockledger.teststack.TlsOfPostgres;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;

/** The sources of a system whose Postgres and Kafka have TLS, and whose Kafka asks for a login. */
class TransportIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.shared();
    private static final TlsBroker BROKER = TlsBroker.shared();

    private static TlsOfPostgres tls;

    private final TestDatabase database = TestStack.shared().newEventsDatabase();

    @TempDir private Path folder;

    @BeforeAll
    static void turnTlsOn() throws Exception {
        tls = TlsOfPostgres.on(Kind.RIGHT);
    }

    @AfterAll
    static void turnTlsOff() throws Exception {
        tls.close();
    }

    @Test
    void a_database_with_the_right_certificate_is_read_over_tls() throws Exception {
        try (Connection connection = events(CERTIFICATES.ca()).openToRead();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RIGHT, foreign-ca, 'is not signed by a CA that this process trusts .*: name the CA of the"
                + " server in the parameter sslrootcert of its URL'",
        "EXPIRED, ca, 'has expired \\(NotAfter: .*\\): renew it on the server'",
        "OTHER_HOST, ca, 'is for the host other.example.org and not for localhost: connect by a"
                + " name in the certificate.*'"
    })
    void a_wrong_certificate_of_a_database_is_a_failure_with_cause_and_cure(
            Kind presented, String trusted, String message) throws Exception {
        tls.present(presented);
        Path ca = trusted.equals("ca") ? CERTIFICATES.ca() : CERTIFICATES.foreignCa();

        try {
            assertThatThrownBy(() -> events(ca).openToRead())
                    .isInstanceOf(OperatorFailure.class)
                    .hasMessageMatching(
                            "cannot open the events database at .*: the certificate of the events"
                                    + " database "
                                    + message);
        } finally {
            tls.present(Kind.RIGHT);
        }
    }

    @Test
    void a_topic_is_read_over_tls_with_the_login_of_the_file() throws Exception {
        Brokers brokers = Brokers.at(BROKER.saslServers(), login(TlsBroker.PASSWORD));

        try (KafkaConsumer<byte[], byte[]> consumer = brokers.open()) {
            assertThat(consumer.listTopics()).isNotNull();
        }
    }

    @Test
    void a_wrong_password_of_kafka_is_a_failure_with_cause_and_cure() throws Exception {
        assertThat(failure(Brokers.at(BROKER.saslServers(), login("wrong"))))
                .hasMessageMatching(
                        "no answer: Kafka refuses the login \\(.*invalid credentials.*\\): check"
                                + " sasl.jaas.config in the file of --kafka-config");
    }

    @ParameterizedTest
    @CsvSource({
        "FOREIGN, 'is not signed by a CA that this process trusts .*: name the CA of the server in"
                + " ssl.truststore.location in the file of --kafka-config'",
        "EXPIRED, 'has expired \\(NotAfter: .*\\): renew it on the server'",
        "OTHER_HOST, 'is for the host other.example.org and not for localhost: connect by a name in"
                + " the certificate.*'"
    })
    void a_wrong_certificate_of_kafka_is_a_failure_with_cause_and_cure(
            Kind presented, String message) throws Exception {
        Brokers brokers = Brokers.at(BROKER.servers(presented), file(tls("SSL")));

        assertThat(failure(brokers))
                .hasMessageMatching("no answer: the certificate of Kafka " + message);
    }

    private static OperatorFailure failure(Brokers brokers) {
        try (KafkaConsumer<byte[], byte[]> consumer = brokers.open()) {
            consumer.listTopics();
            throw new AssertionError("Kafka has answered");
        } catch (KafkaException e) {
            return brokers.failure(e, "no answer", "Start it.");
        }
    }

    private Database events(Path ca) {
        return new Database(
                "events database",
                TlsOfPostgres.verifiedUrl(database, ca),
                database.applicationUser(),
                database.applicationPassword());
    }

    private Path login(String password) throws IOException {
        Properties settings = tls("SASL_SSL");
        settings.setProperty("sasl.mechanism", "SCRAM-SHA-512");
        settings.setProperty("sasl.jaas.config", TlsBroker.login(password));
        return file(settings);
    }

    private static Properties tls(String protocol) {
        var settings = new Properties();
        settings.setProperty("security.protocol", protocol);
        settings.setProperty("ssl.truststore.type", "PEM");
        settings.setProperty("ssl.truststore.location", CERTIFICATES.ca().toString());
        return settings;
    }

    private Path file(Properties settings) throws IOException {
        Path file = folder.resolve("client.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }
}
