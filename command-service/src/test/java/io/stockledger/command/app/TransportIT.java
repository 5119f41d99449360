package io.stockledger.command.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.teststack.TestCertificates;
import io.stockledger.teststack.TestCertificates.Kind;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;
import io.stockledger.teststack.TlsBroker;
import io.stockledger.teststack.TlsOfPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** A service whose Postgres and Kafka have TLS, and whose Kafka asks for a login. */
@ExtendWith(OutputCaptureExtension.class)
class TransportIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.shared();

    private static final String CONNECTIONS =
            """
            SELECT application_name || ' ' || ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)
            WHERE datname = ? ORDER BY 1
            """;

    private static TlsOfPostgres tls;

    private final TestDatabase database = TestStack.shared().newEventsDatabase();
    private final String topic = TestStack.shared().newTopicName();

    @BeforeAll
    static void turnTlsOn() throws Exception {
        tls = TlsOfPostgres.on(Kind.RIGHT);
    }

    @AfterAll
    static void turnTlsOff() throws Exception {
        tls.close();
    }

    @Test
    void commands_are_published_over_tls_connections_only() throws Exception {
        try (RunningCommandService service =
                RunningCommandService.startOn(
                        database,
                        topic,
                        "spring.datasource.url="
                                + TlsOfPostgres.verifiedUrl(database, CERTIFICATES.ca()),
                        "spring.kafka.bootstrap-servers=" + TlsBroker.shared().saslServers(),
                        "spring.kafka.security.protocol=SASL_SSL",
                        "spring.kafka.ssl.bundle=kafka",
                        "spring.ssl.bundle.pem.kafka.truststore.certificate=file:"
                                + CERTIFICATES.ca(),
                        "spring.kafka.properties.sasl.mechanism=SCRAM-SHA-512",
                        "spring.kafka.properties.sasl.jaas.config="
                                + TlsBroker.login(TlsBroker.PASSWORD))) {
            new Calls(service.url()).product(5);

            // The topic exists after the answer of the relay's first session.
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(this::firstRecordIsPublished);
            List<String> connections = connections();
            assertThat(connections)
                    .contains("stockledger-command true", "stockledger-command-relay true")
                    .allMatch(each -> each.endsWith(" true"));
        }
    }

    private boolean firstRecordIsPublished() {
        try (var reader = new TopicReader(topic, TlsBroker.shared().plainServers())) {
            return reader.size() > 0;
        }
    }

    private List<String> connections() throws Exception {
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                PreparedStatement select = administrator.prepareStatement(CONNECTIONS)) {
            select.setString(1, database.name());
            var found = new ArrayList<String>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
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
        String url = "spring.datasource.url=" + TlsOfPostgres.verifiedUrl(database, ca);

        try {
            assertThatThrownBy(() -> RunningCommandService.startOn(database, topic, url))
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

    @Test
    void settings_of_tls_for_one_pool_only_stop_the_start(CapturedOutput log) {
        String setting = "spring.datasource.hikari.data-source-properties.sslmode=verify-full";

        assertThatThrownBy(() -> RunningCommandService.startOn(database, topic, setting))
                .isInstanceOf(RuntimeException.class);
        assertThat(log)
                .containsPattern(
                        "Cannot start: .*sslmode.* Write it as a parameter of"
                                + " SPRING_DATASOURCE_URL");
    }
}
