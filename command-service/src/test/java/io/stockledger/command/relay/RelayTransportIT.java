package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.teststack.TestCertificates;
import io.stockledger.teststack.TestCertificates.Kind;
import io.stockledger.teststack.TlsBroker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A relay whose connection to Kafka is refused by TLS or by the login. */
@ExtendWith(OutputCaptureExtension.class)
class RelayTransportIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.shared();
    private static final TlsBroker BROKER = TlsBroker.shared();
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "FOREIGN, 'is not signed by a CA that this process trusts .*: name the CA of the server in"
                + " the trust store of the SSL bundle that SPRING_KAFKA_SSL_BUNDLE names'",
        "EXPIRED, 'has expired \\(NotAfter: .*\\): renew it on the server'",
        "OTHER_HOST, 'is for the host other.example.org and not for localhost: connect by a name in"
                + " the certificate'"
    })
    void a_wrong_certificate_of_kafka_is_logged_with_its_cause_and_cure(
            Kind presented, String line, CapturedOutput log) throws Exception {
        Map<String, Object> config = tls(BROKER.servers(presented), "SSL");

        assertRefused(
                config,
                log,
                "Kafka failed; this instance gives the lead back: the certificate of Kafka "
                        + line);
    }

    @Test
    void a_wrong_password_of_kafka_is_logged_with_its_cause_and_cure(CapturedOutput log)
            throws Exception {
        Map<String, Object> config = tls(BROKER.saslServers(), "SASL_SSL");
        config.put("sasl.mechanism", "SCRAM-SHA-512");
        config.put("sasl.jaas.config", TlsBroker.login("wrong"));

        assertRefused(
                config,
                log,
                "Kafka refuses the login \\(.*invalid credentials.*\\): check the user and the"
                        + " password in SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG");
    }

    private static Map<String, Object> tls(String servers, String protocol) {
        var config = new HashMap<String, Object>();
        config.put("bootstrap.servers", servers);
        config.put("security.protocol", protocol);
        config.put("ssl.truststore.type", "PEM");
        config.put("ssl.truststore.location", CERTIFICATES.ca().toString());
        return config;
    }

    private static void assertRefused(Map<String, Object> config, CapturedOutput log, String line)
            throws Exception {
        try (var rig = new RelayRig()) {
            RelayProcess process = rig.process(50, rig.database.ownConnections(), config);
            process.start();
            try {
                await().atMost(WITHIN)
                        .untilAsserted(
                                () -> assertThat(log).containsPattern(Pattern.compile(line)));
            } finally {
                process.stop();
            }
        }
    }
}
