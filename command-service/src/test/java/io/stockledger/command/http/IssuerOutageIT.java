package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;
import io.stockledger.localstack.process.Ports;
import io.stockledger.teststack.TestIssuer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A service whose issuer is a server, which is down at first and later. */
class IssuerOutageIT {

    private static final Duration RECOVERY_MAX = Duration.ofSeconds(60);

    @Test
    void a_service_starts_without_its_issuer_and_keeps_the_keys_that_it_has_read()
            throws Exception {
        int port = Ports.free();
        TestIssuer issuer = TestIssuer.named("http://127.0.0.1:" + port);
        try (RunningCommandService service =
                RunningCommandService.start(
                        "stockledger.security=on",
                        "spring.security.oauth2.resourceserver.jwt.issuer-uri=http://127.0.0.1:"
                                + port,
                        "management.server.port=0")) {
            var calls = new Calls(service.url());
            String token = issuer.token("inventory:read");

            Answer early = read(calls, token);
            assertThat(early.status()).as("%s", early.body()).isEqualTo(503);
            assertThat(early.problem()).isEqualTo("unavailable");
            assertThat(early.header("Retry-After")).isNotEmpty();

            HttpServer server = serve(issuer, port);
            Awaitility.await()
                    .atMost(RECOVERY_MAX)
                    .untilAsserted(() -> assertThat(read(calls, token).status()).isEqualTo(404));
            server.stop(0);

            assertThat(read(calls, issuer.token("inventory:read")).status()).isEqualTo(404);
            String foreign =
                    issuer.sign(
                            issuer.header().keyID("other").build(),
                            issuer.claims("inventory:read").build());
            assertThat(read(calls, foreign).status()).isEqualTo(401);
        }
    }

    private static Answer read(Calls calls, String token) {
        return calls.get("/v1/products/none", "Authorization", "Bearer " + token);
    }

    private static HttpServer serve(TestIssuer issuer, int port) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        String url = "http://127.0.0.1:" + port;
        answer(
                server,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\"}");
        answer(server, "/keys", issuer.keySetJson());
        server.start();
        return server;
    }

    private static void answer(HttpServer server, String path, String json) {
        server.createContext(
                path,
                exchange -> {
                    byte[] body = json.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }
}
