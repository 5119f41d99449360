package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.RawConnection;
import io.stockledger.teststack.TestCertificates;
import io.stockledger.teststack.TestCertificates.Kind;
import io.stockledger.teststack.TestStack;
import io.stockledger.tls.HandshakeLog;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/** A service with TLS that asks its clients for a certificate. */
@ExtendWith(OutputCaptureExtension.class)
class HttpTlsIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.shared();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int PAUSE_MS = 20;
    private static final int CONNECTIONS_MAX = 40;
    private static final String WEB = "spring.ssl.bundle.pem.web.";
    private static final String READINESS = "/actuator/health/liveness";

    private static final ListAppender<ILoggingEvent> HANDSHAKES = new ListAppender<>();

    @TempDir private static Path folder;

    private static TestTopic topic;
    private static QueryService service;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        CERTIFICATES.install(Kind.RIGHT, folder);
        topic = TestTopic.create(1);
        service =
                QueryService.start(
                        TestStack.shared().newViewsDatabase(),
                        Map.ofEntries(
                                Map.entry("stockledger.topic.name", topic.name()),
                                Map.entry("server.http2.enabled", "true"),
                                Map.entry("server.ssl.bundle", "web"),
                                Map.entry("server.ssl.client-auth", "need"),
                                Map.entry(WEB + "reload-on-update", "true"),
                                Map.entry(WEB + "keystore.verify-keys", "true"),
                                Map.entry(WEB + "keystore.certificate", "file:" + file("tls.crt")),
                                Map.entry(WEB + "keystore.private-key", "file:" + file("tls.key")),
                                Map.entry(
                                        WEB + "truststore.certificate",
                                        "file:" + CERTIFICATES.ca()),
                                Map.entry("spring.ssl.bundle.watch.file.quiet-period", "50ms"),
                                Map.entry("stockledger.http.head-timeout-ms", "4000"),
                                Map.entry(
                                        "stockledger.http.connections-max", "" + CONNECTIONS_MAX)));
        HANDSHAKES.start();
        logger().addAppender(HANDSHAKES);
        url = "https://localhost:" + service.port();
    }

    @AfterAll
    static void stop() {
        logger().detachAppender(HANDSHAKES);
        service.close();
        topic.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(HandshakeLog.class);
    }

    @AfterEach
    void presentTheRightCertificate() throws Exception {
        CERTIFICATES.install(Kind.RIGHT, folder);
        awaitPresented(Kind.RIGHT);
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_client_with_the_right_certificates_is_served(Version version) throws Exception {
        HttpResponse<String> answer = get(url, rightClient(), version);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(version);
    }

    @Test
    void a_client_refuses_a_certificate_of_a_ca_that_it_does_not_trust() throws Exception {
        SSLContext client = CERTIFICATES.client(CERTIFICATES.foreignCa(), Kind.RIGHT);

        assertThatThrownBy(() -> RawConnection.to(url, client))
                .hasStackTraceContaining("unable to find valid certification path");
        awaitHandshakeLog("the client refuses the certificate of this service");
    }

    @Test
    void a_client_refuses_a_certificate_for_another_host() throws Exception {
        String otherName = url.replace("localhost", "127.0.0.1");

        assertThatThrownBy(() -> get(otherName, rightClient(), Version.HTTP_1_1))
                .hasStackTraceContaining("No subject alternative names");
    }

    @Test
    void a_client_refuses_an_expired_certificate_and_the_log_says_so(CapturedOutput log)
            throws Exception {
        CERTIFICATES.install(Kind.EXPIRED, folder);

        await().atMost(WITHIN)
                .untilAsserted(
                        () ->
                                assertThatThrownBy(() -> get(url, rightClient(), Version.HTTP_1_1))
                                        .hasStackTraceContaining(
                                                CertificateExpiredException.class.getName()));
        // It is presented before it is logged.
        await().atMost(WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(log)
                                        .containsPattern(
                                                "certificate of the web server has expired at .*"
                                                    + " renew the files of the SSL bundle web"));
    }

    @Test
    void a_renewed_certificate_is_presented_without_a_restart() throws Exception {
        CERTIFICATES.install(Kind.RENEWED, folder);

        awaitPresented(Kind.RENEWED);
        assertThat(get(url, rightClient(), Version.HTTP_2).statusCode()).isEqualTo(200);
    }

    @Test
    void a_key_of_another_certificate_changes_nothing(CapturedOutput log) throws Exception {
        Path key = Files.copy(CERTIFICATES.key(Kind.RENEWED), file("next.key"));
        Files.move(key, file("tls.key"), StandardCopyOption.REPLACE_EXISTING);

        await().atMost(WITHIN).untilAsserted(() -> assertThat(log).contains("SSL reload"));
        assertThat(CERTIFICATES.is(Kind.RIGHT, presented())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        ", presents no certificate",
        "EXPIRED, certificate of the client has expired",
        "FOREIGN, is not signed by a CA in the trust store"
    })
    void a_client_without_the_right_certificate_is_refused(@Nullable Kind presented, String line)
            throws Exception {
        SSLContext client = CERTIFICATES.client(CERTIFICATES.ca(), presented);

        assertThatThrownBy(() -> get(url, client, Version.HTTP_1_1))
                .isInstanceOf(IOException.class);
        awaitHandshakeLog(line);
    }

    @Test
    void a_client_of_an_old_version_of_tls_is_refused() throws IOException {
        URI address = URI.create(url);
        try (var client = new Socket(address.getHost(), address.getPort())) {
            client.getOutputStream().write(TestCertificates.helloOfTls11());
            var answer = new DataInputStream(client.getInputStream());
            int recordType = answer.readUnsignedByte();
            answer.skipNBytes(4);
            int level = answer.readUnsignedByte();
            int description = answer.readUnsignedByte();

            // A fatal alert: protocol_version, or handshake_failure.
            assertThat(recordType).isEqualTo(21);
            assertThat(level).isEqualTo(2);
            assertThat(description).isIn(70, 40);
        }
    }

    @Test
    void a_head_that_trickles_loses_its_connection() throws Exception {
        try (RawConnection slow = RawConnection.to(url, rightClient())) {
            slow.send("GET /v1/nothing HTTP/1.1\r\nHost: x\r\nX-Note: ");

            slow.trickleUntilClosed("a", PAUSE_MS, WITHIN);
        }
    }

    @Test
    void a_handshake_that_trickles_loses_its_connection() throws Exception {
        try (RawConnection slow = RawConnection.to(url)) {
            // The header of a record of 16,000 bytes, of which one arrives after the other.
            slow.send("\u0016\u0003\u0003>\u0000");

            slow.trickleUntilClosed("\u0001", PAUSE_MS, WITHIN);
        }
    }

    @Test
    void a_malformed_request_is_a_problem() throws Exception {
        try (RawConnection caller = RawConnection.to(url, rightClient())) {
            caller.send("GET /v1/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(caller.readUntil("}"))
                    .startsWith("HTTP/1.1 400")
                    .contains("urn:stockledger:problem:malformed-request");
        }
    }

    @Test
    void a_connection_beyond_the_limit_is_served_when_another_one_is_closed() throws Exception {
        var idle = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < CONNECTIONS_MAX; i++) {
                idle.add(RawConnection.to(url, rightClient()));
            }
            await().atMost(WITHIN).until(HttpTlsIT::isRefused);
        } finally {
            for (RawConnection each : idle) {
                each.close();
            }
        }
        await().atMost(WITHIN)
                .ignoreExceptions()
                .until(() -> get(url, rightClient(), Version.HTTP_1_1).statusCode() == 200);
    }

    /** Whether the service does not answer the first message of a handshake, which is wrong. */
    private static boolean isRefused() throws IOException {
        try (RawConnection refused = RawConnection.to(url)) {
            refused.send("not TLS");
            return refused.isSilentFor(2_000);
        }
    }

    /**
     * Each cause is logged at most once a minute, so that another test may have caused the line.
     */
    private static void awaitHandshakeLog(String text) {
        await().atMost(WITHIN)
                .until(
                        () ->
                                List.copyOf(HANDSHAKES.list).stream()
                                        .anyMatch(
                                                line -> line.getFormattedMessage().contains(text)));
    }

    private static SSLContext rightClient() throws Exception {
        return CERTIFICATES.client(CERTIFICATES.ca(), Kind.RIGHT);
    }

    private static HttpResponse<String> get(String address, SSLContext tls, Version version)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).version(version).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address + READINESS)).build(),
                    BodyHandlers.ofString());
        }
    }

    private static void awaitPresented(Kind kind) {
        await().atMost(WITHIN)
                .ignoreException(SSLHandshakeException.class)
                .until(() -> CERTIFICATES.is(kind, presented()));
    }

    private static Certificate presented() throws Exception {
        URI address = URI.create(url);
        try (SSLSocket socket =
                (SSLSocket)
                        rightClient()
                                .getSocketFactory()
                                .createSocket(address.getHost(), address.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
