package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestCertificates;
import io.stockledger.teststack.TestCertificates.Kind;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;
import io.stockledger.teststack.TlsBroker;
import io.stockledger.teststack.TlsOfPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A replica whose Postgres and Kafka have TLS, and whose Kafka asks for a login. */
@ExtendWith(OutputCaptureExtension.class)
class TransportIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.shared();
    private static final TlsBroker BROKER = TlsBroker.shared();
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private static final String CONNECTIONS =
            """
            SELECT application_name, bool_and(ssl)
            FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
            WHERE datname = ? GROUP BY 1
            """;

    private static TlsOfPostgres tls;

    private final TestDatabase database = TestStack.shared().newViewsDatabase();
    private final TestTopic topic =
            TestTopic.create(TestStack.shared().newTopicName(), 1, BROKER.plainServers());

    @BeforeAll
    static void turnTlsOn() throws Exception {
        tls = TlsOfPostgres.on(Kind.RIGHT);
    }

    @AfterAll
    static void turnTlsOff() throws Exception {
        tls.close();
    }

    @AfterEach
    void close() {
        topic.close();
    }

    @Test
    void events_are_received_and_served_over_tls_connections_only() throws Exception {
        var settings = settings("SASL_SSL", BROKER.saslServers());
        settings.putAll(login(TlsBroker.PASSWORD));
        settings.put(
                "spring.datasource.url", TlsOfPostgres.verifiedUrl(database, CERTIFICATES.ca()));
        try (QueryService service = QueryService.start(database, settings)) {
            topic.publish(
                    new HandwrittenLog()
                            .add(new ProductRegistered("a", "Mug", "M", 5, "main"))
                            .events());

            service.awaitPosition(1);
            service.awaitReady();
            assertThat(service.get("/v1/inventory/a").status()).isEqualTo(200);
            assertThat(connections())
                    .containsKeys(
                            "stockledger-query-reads",
                            "stockledger-query-intake",
                            "stockledger-query-rebuild",
                            "stockledger-query-changes")
                    .doesNotContainValue(false);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RIGHT, foreign-ca, 'is not signed by a CA that this process trusts .*: name the CA of the"
                + " server in the parameter sslrootcert of SPRING_DATASOURCE_URL'",
        "EXPIRED, ca, 'has expired \\(NotAfter: .*\\): renew it on the server'",
        "OTHER_HOST, ca, 'is for the host other.example.org and not for localhost: connect by a"
                + " name in the certificate'"
    })
    void a_wrong_certificate_of_postgres_stops_the_start_with_one_line(
            Kind presented, String trusted, String line, CapturedOutput log) throws Exception {
        tls.present(presented);
        Path ca = trusted.equals("ca") ? CERTIFICATES.ca() : CERTIFICATES.foreignCa();
        var settings = settings("SSL", BROKER.servers(Kind.RIGHT));
        settings.put("spring.datasource.url", TlsOfPostgres.verifiedUrl(database, ca));

        try {
            assertThatThrownBy(() -> QueryService.start(database, settings))
                    .isInstanceOf(RuntimeException.class);
        } finally {
            tls.present(Kind.RIGHT);
        }
        assertThat(log)
                .containsPattern(
                        "Cannot start: cannot connect to Postgres at jdbc:postgresql://localhost.*:"
                                + " the certificate of the database "
                                + line);
    }

    @ParameterizedTest
    @CsvSource({
        "FOREIGN, 'is not signed by a CA that this process trusts .*: name the CA of the server in"
                + " the trust store of the SSL bundle that SPRING_KAFKA_SSL_BUNDLE names'",
        "EXPIRED, 'has expired \\(NotAfter: .*\\): renew it on the server'",
        "OTHER_HOST, 'is for the host other.example.org and not for localhost: connect by a name in"
                + " the certificate'"
    })
    void a_wrong_certificate_of_kafka_is_logged_with_its_cause_and_cure(
            Kind presented, String line, CapturedOutput log) {
        var settings = settings("SSL", BROKER.servers(presented));

        assertLogged(settings, log, "the certificate of Kafka " + line);
    }

    @Test
    void a_renewed_ca_of_kafka_is_trusted_without_a_restart(
            CapturedOutput log, @TempDir Path folder) throws Exception {
        Path trusted = folder.resolve("ca.crt");
        Files.copy(CERTIFICATES.foreignCa(), trusted);
        var settings = settings("SSL", BROKER.servers(Kind.RIGHT));
        settings.put("spring.ssl.bundle.pem.kafka.truststore.certificate", "file:" + trusted);
        settings.put("spring.ssl.bundle.pem.kafka.reload-on-update", "true");
        settings.put("spring.ssl.bundle.watch.file.quiet-period", "50ms");
        topic.publish(
                new HandwrittenLog()
                        .add(new ProductRegistered("a", "Mug", "M", 5, "main"))
                        .events());
        try (QueryService service = QueryService.start(database, settings)) {
            await().atMost(WITHIN)
                    .untilAsserted(
                            () ->
                                    assertThat(log)
                                            .contains("is not signed by a CA that this process"));

            replace(trusted, CERTIFICATES.ca());

            service.awaitPosition(1);
        }
    }

    private static void replace(Path file, Path by) throws IOException {
        Path written = file.resolveSibling("new");
        Files.copy(by, written);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_wrong_password_of_kafka_is_logged_with_its_cause_and_cure(CapturedOutput log) {
        var settings = settings("SASL_SSL", BROKER.saslServers());
        settings.putAll(login("wrong"));

        assertLogged(
                settings,
                log,
                "Kafka refuses the login \\(.*invalid credentials.*\\): check the user and the"
                        + " password in SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG");
    }

    private void assertLogged(Map<String, String> settings, CapturedOutput log, String line) {
        try (QueryService _ = QueryService.start(database, settings)) {
            for (String beginning :
                    List.of(
                            "Waiting for topic " + topic.name() + ": ",
                            "No heartbeats of the relay, and the lag grows until they are received:"
                                    + " ")) {
                await().atMost(WITHIN)
                        .untilAsserted(() -> assertThat(log).containsPattern(beginning + line));
            }
        }
    }

    private Map<String, String> settings(String protocol, String servers) {
        var settings = new HashMap<String, String>();
        settings.put("stockledger.topic.name", topic.name());
        settings.put("spring.kafka.bootstrap-servers", servers);
        settings.put("spring.kafka.security.protocol", protocol);
        settings.put("spring.kafka.ssl.bundle", "kafka");
        settings.put(
                "spring.ssl.bundle.pem.kafka.truststore.certificate", "file:" + CERTIFICATES.ca());
        return settings;
    }

    private static Map<String, String> login(String password) {
        return Map.of(
                "spring.kafka.properties.sasl.mechanism",
                "SCRAM-SHA-512",
                "spring.kafka.properties.sasl.jaas.config",
                TlsBroker.login(password));
    }

    /** By the name of the connections, whether all of them have TLS. */
    private Map<String, Boolean> connections() throws Exception {
        var found = new TreeMap<String, Boolean>();
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                PreparedStatement select = administrator.prepareStatement(CONNECTIONS)) {
            select.setString(1, database.name());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), row.getBoolean(2));
                }
            }
        }
        return found;
    }
}
