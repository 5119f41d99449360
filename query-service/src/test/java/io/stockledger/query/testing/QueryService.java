package io.stockledger.query.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.app.QueryServiceApplication;
import io.stockledger.query.app.ReadModels;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;

import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A replica of the query service in this JVM, on a free port, and an HTTP client for it. */
public final class QueryService implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final int port;

    private QueryService(ConfigurableApplicationContext context, int port) {
        this.context = context;
        this.port = port;
    }

    /** Starts a replica on the database and the topic. */
    public static QueryService start(TestDatabase database, String topic) {
        return start(database, Map.of("stockledger.topic.name", topic));
    }

    /** Starts a replica with this clock. */
    public static QueryService start(TestDatabase database, String topic, Clock clock) {
        return startWith(database, topic, Clock.class, clock);
    }

    /** Starts a replica with these read models. */
    public static QueryService start(TestDatabase database, String topic, ReadModels readModels) {
        return startWith(database, topic, ReadModels.class, readModels);
    }

    /** Starts a replica with this bean instead of its own bean of the type. */
    private static <T> QueryService startWith(
            TestDatabase database, String topic, Class<T> type, T bean) {
        return start(
                database,
                Map.of("stockledger.topic.name", topic),
                context ->
                        context.registerBean(
                                "testBean",
                                type,
                                () -> bean,
                                definition -> definition.setPrimary(true)));
    }

    /** Starts a replica with these settings beside those of the database. */
    public static QueryService start(TestDatabase database, Map<String, String> settings) {
        return start(database, settings, _ -> {});
    }

    /** Starts a replica with further settings in a separate process. */
    public static ServiceProcess startProcess(TestDatabase database, Map<String, String> settings) {
        var all = new HashMap<>(settings(database));
        all.putAll(settings);
        return ServiceProcess.start(QueryServiceApplication.class, all);
    }

    private static QueryService start(
            TestDatabase database,
            Map<String, String> settings,
            ApplicationContextInitializer<GenericApplicationContext> initializer) {
        var all = new HashMap<>(settings(database));
        all.putAll(settings);
        var application = new SpringApplication(QueryServiceApplication.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(initializer);
        var context =
                application.run(
                        all.entrySet().stream()
                                .map(e -> "--" + e.getKey() + "=" + e.getValue())
                                .toArray(String[]::new));
        var server = ((WebServerApplicationContext) context).getWebServer();
        return new QueryService(context, server == null ? 0 : server.getPort());
    }

    /** The settings of a replica on the database and the shared broker. */
    public static Map<String, String> settings(TestDatabase database) {
        return Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "stockledger.security", "off",
                "spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.applicationUser(),
                "spring.datasource.password", database.applicationPassword(),
                "spring.kafka.bootstrap-servers", TestTopic.servers(),
                "stockledger.query.group-id", database.name(),
                "stockledger.query.progress-refresh-ms", "50");
    }

    /** Sends a GET and reads the whole answer. The path is sent as it is given. */
    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    public Answer post(String path, String contentType, String body) {
        return send(
                request(path, "Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    public Answer call(String method, String path, String... headers) {
        return send(
                request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()).build());
    }

    /** Sends a body with any method. */
    public Answer send(String method, String path, String body) {
        return send(
                request(path).method(method, HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Answer send(HttpRequest request) {
        try {
            return new Answer(CLIENT.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + request, e);
        }
    }

    /** Waits until the replica is ready. */
    public void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(25))
                .untilAsserted(
                        () -> {
                            Answer readiness = get("/actuator/health/readiness");
                            assertThat(readiness.status()).as(readiness.text()).isEqualTo(200);
                        });
    }

    /** Waits until the answers show every event up to a position. */
    public void awaitPosition(long position) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(25))
                .until(() -> get("/v1/projections").number("Stock-Position") >= position);
    }

    public int port() {
        return port;
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }

    /** An HTTP response. */
    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return MAPPER.readTree(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The value of a header with a number; -1 if the header is absent. */
        public long number(String header) {
            String value = header(header);
            return value.isEmpty() ? -1 : Long.parseLong(value);
        }

        /** The name of the problem: the last part of its type. */
        public String problem() {
            return json().path("type").asString("").replace("urn:stockledger:problem:", "");
        }

        /** The first field that the problem {@code malformed-request} names. */
        public String field() {
            return json().path("errors").path(0).path("field").asString("");
        }

        /** Asserts that the answer is the problem {@code malformed-request} with this field. */
        public void assertMalformed(String field) {
            assertThat(status()).as(text()).isEqualTo(400);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(problem()).isEqualTo("malformed-request");
            assertThat(json().path("status").asInt()).isEqualTo(400);
            assertThat(field()).isEqualTo(field);
        }
    }
}
