package io.stockledger.query.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.console.ConsoleFiles;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestIssuer;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.zip.GZIPInputStream;

/** With security on, and without a token: the files of the console hold no data. */
class ConsoleIT {

    private static final String COMMANDS = "https://commands.example.com";

    private static TestTopic topic;
    private static QueryService service;

    private final ConsoleFiles files = ConsoleFiles.read();

    @BeforeAll
    static void start() {
        topic = TestTopic.create(3);
        var settings = new HashMap<>(TestIssuer.named("https://issuer.test").settings());
        settings.put("stockledger.topic.name", topic.name());
        settings.put("management.server.port", "0");
        settings.put("stockledger.console.command-url", COMMANDS);
        settings.put("stockledger.console.oidc.issuer", "https://login.example.com/realms/shop");
        settings.put("stockledger.console.oidc.client-id", "console");
        settings.put("stockledger.console.oidc.parameters", "audience=stockledger");
        settings.put("stockledger.console.oidc.token-origin", "https://token.example.com");
        service = QueryService.start(TestStack.shared().newViewsDatabase(), settings);
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void the_root_leads_to_the_console() {
        Answer answer = service.get("/");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/console");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/",
                "/console/stock",
                "/console/stock?q=mug&inStock=true",
                "/console/stock/85123A%2FB",
                "/console/stock/a.b%252F%3B",
                "/console/a/page/that/is/added/later"
            })
    void every_page_is_the_first_file_and_is_not_kept(String path) {
        Answer answer = service.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.response().body())
                .isEqualTo(files.find(ConsoleFiles.INDEX).orElseThrow().content());
    }

    @Test
    void a_file_with_a_hash_in_its_name_is_kept_for_a_year() {
        assertThat(files.all())
                .filteredOn(name -> name.startsWith(ConsoleFiles.HASHED))
                .isNotEmpty()
                .allSatisfy(
                        name -> {
                            Answer answer = service.get("/console/" + name);
                            assertThat(answer.status()).isEqualTo(200);
                            assertThat(answer.header("Cache-Control"))
                                    .isEqualTo("public, max-age=31536000, immutable");
                            assertThat(answer.header("Content-Type"))
                                    .isEqualTo(files.find(name).orElseThrow().type());
                            assertThat(answer.response().body())
                                    .isEqualTo(files.find(name).orElseThrow().content());
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.8", "*", "GZIP; q=1"})
    void a_file_is_compressed_for_callers_that_accept_it(String encodings) throws IOException {
        Answer answer = service.get("/console", "Accept-Encoding", encodings);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Vary")).contains("Accept-Encoding");
        var content =
                new GZIPInputStream(new ByteArrayInputStream(answer.response().body()))
                        .readAllBytes();
        assertThat(content).isEqualTo(files.find(ConsoleFiles.INDEX).orElseThrow().content());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip; q=0.000", "notgzip"})
    void a_file_is_not_compressed_for_other_callers(String encodings) {
        Answer answer = service.get("/console", "Accept-Encoding", encodings);
        assertThat(answer.response().headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.header("Vary")).contains("Accept-Encoding");
    }

    @Test
    void a_page_may_load_its_own_files_and_call_both_services_and_the_issuer_only() {
        Answer answer = service.get("/console");
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                                + " connect-src 'self' https://commands.example.com"
                                + " https://login.example.com https://token.example.com;"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(answer.response().headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void the_console_learns_where_commands_go_and_where_its_users_sign_in() {
        Answer answer = service.get("/console/config.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text())
                .isEqualTo(
                        """
                        {"security":true,"commandUrl":"https://commands.example.com",\
                        "oidc":{"issuer":"https://login.example.com/realms/shop",\
                        "clientId":"console",\
                        "scopes":"openid inventory:read inventory:write inventory:admin",\
                        "parameters":"audience=stockledger"},"sandbox":false}\
                        """);
        service.get("/console/config.json?x=1").assertMalformed("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/none.js",
                "/console/assets",
                "/console/assets/",
                "/console/none.txt",
                "/console/files.txt",
                "/console/assets/..%2Findex.html",
                "/console/assets/%2e%2e%2fConsoleFiles.class",
                "/console/assets/..%5Cindex.html",
                "/console/assets%2Fnone.js"
            })
    void an_unknown_file_is_not_found(String path) {
        Answer answer = service.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("not-found");
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void a_path_beside_the_console_stays_closed() {
        assertThat(service.get("/consoles").status()).isEqualTo(401);
        assertThat(service.get("/v1/inventory").status()).isEqualTo(401);
        assertThat(service.call("POST", "/console").status()).isEqualTo(401);
    }
}
