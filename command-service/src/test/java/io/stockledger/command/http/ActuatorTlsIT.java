package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.teststack.TestCertificates;
import io.stockledger.teststack.TestCertificates.Kind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** A service with TLS whose actuator has a port of its own, for which nothing else is set. */
class ActuatorTlsIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.shared();

    @TempDir private static Path folder;

    private static RunningCommandService service;

    @BeforeAll
    static void start() throws Exception {
        CERTIFICATES.install(Kind.RIGHT, folder);
        service =
                RunningCommandService.start(
                        "management.server.port=0",
                        "server.ssl.bundle=web",
                        "spring.ssl.bundle.pem.web.keystore.certificate=file:"
                                + folder.resolve("tls.crt"),
                        "spring.ssl.bundle.pem.web.keystore.private-key=file:"
                                + folder.resolve("tls.key"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void the_actuator_has_the_certificate_of_the_service() throws Exception {
        assertThat(get("https").statusCode()).isEqualTo(200);
    }

    @Test
    void the_actuator_does_not_answer_without_tls() throws Exception {
        assertThat(get("http").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> get(String scheme) throws Exception {
        String port = service.bean(Environment.class).getRequiredProperty("local.management.port");
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(CERTIFICATES.client(CERTIFICATES.ca(), Kind.RIGHT))
                        .build()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "%s://localhost:%s/actuator/health"
                                                    .formatted(scheme, port)))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
