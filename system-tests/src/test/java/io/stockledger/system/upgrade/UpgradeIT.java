package io.stockledger.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.system.JsonClient;
import io.stockledger.system.JsonClient.Answer;
import io.stockledger.system.ProjectRoot;
import io.stockledger.teststack.ServiceProcess;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts the present version on the databases and the topic that the previous version wrote. The
 * data is recorded by {@link PreviousVersionRecorder}.
 */
class UpgradeIT {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(60);
    private static final int PARTITIONS = 12;
    private static final String GENERATIONS =
            "SELECT concat_ws(' ', projection, projection_version, generation, state) FROM"
                + " projections WHERE state NOT IN ('retained', 'dropping', 'dropped') ORDER BY 1";

    private static final List<AutoCloseable> STARTED = new ArrayList<>();

    private static TestDatabase views;
    private static JsonNode answers;
    private static List<String> recordedGenerations;
    private static JsonClient commands;
    private static JsonClient queries;

    @BeforeAll
    static void startOnRecordedData() throws Exception {
        Path recording = recording();
        answers = JsonMapper.shared().readTree(Files.readString(recording.resolve("answers.json")));
        TestStack stack = TestStack.shared();
        String topic = stack.newTopicName();
        String topicId =
                new TopicRecording(recording.resolve("topic.jsonl"))
                        .load(stack.kafkaBootstrapServers(), topic, PARTITIONS);
        TestDatabase events = stack.newEventsDatabase();
        new DatabaseRecording(recording.resolve("events"))
                .load(
                        events.jdbcUrl(),
                        events.ownerUser(),
                        events.ownerPassword(),
                        Map.of("application_role", events.applicationUser()));
        views = stack.newViewsDatabase();
        new DatabaseRecording(recording.resolve("views"))
                .load(views.jdbcUrl(), views.ownerUser(), views.ownerPassword(), Map.of());
        serveRecordedGenerations(topicId);
        recordedGenerations = generations();

        ServiceProcess command =
                started(
                        ServiceProcess.start(
                                ProjectRoot.path()
                                        .resolve("command-service/target/command-service-app.jar"),
                                commandSettings(events, topic)));
        ServiceProcess query =
                started(
                        ServiceProcess.start(
                                ProjectRoot.path()
                                        .resolve("query-service/target/query-service-app.jar"),
                                settings(views, topic)));
        commands = started(new JsonClient(command.url()));
        queries = started(new JsonClient(query.url()));
        command.awaitReady();
        query.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : STARTED) {
            started.close();
        }
    }

    @Test
    void every_product_and_order_reads_as_the_previous_version_answered()
            throws IOException, InterruptedException {
        assertThat(answers.get("reads")).isNotEmpty();
        for (JsonNode read : answers.get("reads")) {
            String path = read.get("path").stringValue();
            Answer answer =
                    (read.get("service").stringValue().equals("command") ? commands : queries)
                            .get(path);
            assertThat(answer.status()).as(path).isEqualTo(read.get("status").intValue());
            assertContains(path, answer.body(), read.get("body"));
        }
    }

    /** Answers gain fields; each field of the previous version is there and has its value. */
    private static void assertContains(String path, JsonNode answer, JsonNode recorded) {
        if (recorded.isArray()) {
            assertThat(answer.size()).as(path).isEqualTo(recorded.size());
            for (int i = 0; i < recorded.size(); i++) {
                assertContains(path, answer.get(i), recorded.get(i));
            }
        } else if (recorded.isObject()) {
            for (var field : recorded.properties()) {
                if (field.getKey().equals("status")) {
                    assertThat(answer.path("status").stringValue())
                            .as(path)
                            .isEqualTo(presentStatus(recorded));
                } else {
                    assertContains(path, answer.path(field.getKey()), field.getValue());
                }
            }
        } else {
            assertThat(answer).as(path).isEqualTo(recorded);
        }
    }

    /** The status of an order's line; the previous version did not tell a part shipment. */
    private static String presentStatus(JsonNode line) {
        String status = line.path("status").stringValue();
        if (line.path("shipped").longValue() == 0 || status.equals("shipped")) {
            return status;
        }
        return status.equals("open") ? "partly-shipped" : "partly-shipped-then-" + status;
    }

    /** A replica is ready when a generation has every event, a moment before it serves. */
    @Test
    void each_read_model_of_a_new_version_is_built_beside_that_of_the_previous_version()
            throws SQLException {
        assertThat(recordedGenerations).contains("inventory 1 2 serving");
        await().atMost(VISIBLE_WITHIN)
                .untilAsserted(
                        () ->
                                assertThat(generations())
                                        .allMatch(each -> each.endsWith(" serving")));
        List<String> present = generations();
        assertThat(present).containsAll(recordedGenerations);
        present.removeAll(recordedGenerations);
        assertThat(present)
                .hasSize(recordedGenerations.size())
                .allMatch(generation -> generation.endsWith(" serving"))
                .contains("inventory 2 3 serving");
    }

    @Test
    void a_repeated_idempotency_key_replays_the_answer_of_the_previous_version()
            throws IOException, InterruptedException {
        assertThat(answers.get("repeats")).hasSize(2);
        for (JsonNode repeat : answers.get("repeats")) {
            Answer answer =
                    commands.post(
                            repeat.get("path").stringValue(),
                            repeat.get("request").stringValue(),
                            "Idempotency-Key",
                            repeat.get("key").stringValue());
            assertThat(answer.replayed()).isTrue();
            assertThat(answer.body()).isEqualTo(repeat.get("body"));
        }
    }

    @Test
    void an_old_reservation_expires_and_new_commands_get_the_next_positions_and_become_visible()
            throws IOException, InterruptedException {
        String product = RecordedScenario.PRODUCT_THAT_EXPIRES_LATER;
        String trail = "/v1/products/" + product + "/events";
        await().atMost(VISIBLE_WITHIN)
                .until(() -> commands.get(trail).body().get("events").size() == 3);
        JsonNode expiry = commands.get(trail).body().get("events").get(2);
        assertThat(expiry.get("payload").get("type").stringValue()).isEqualTo("ReservationExpired");
        assertThat(expiry.get("position").longValue()).isEqualTo(recordedEvents() + 1);

        Answer reserved =
                commands.post(
                        "/v1/products/" + product + "/reservations",
                        "{\"orderId\": \"order-8\", \"quantity\": 40}");
        assertThat(reserved.body().get("position").longValue()).isEqualTo(recordedEvents() + 2);

        String path = "/v1/inventory/%s?minVersion=4&waitMs=20000".formatted(product);
        await().atMost(VISIBLE_WITHIN).until(() -> queries.get(path).status() == 200);
        Answer view = queries.get(path);
        assertThat(view.body().get("version").longValue()).isEqualTo(4);
        // Enough stays available that no alert opens, which another test would see.
        assertThat(view.body().get("availableStock").longValue()).isEqualTo(10);
    }

    private static <T extends AutoCloseable> T started(T closeable) {
        STARTED.add(closeable);
        return closeable;
    }

    private static long recordedEvents() throws IOException {
        return Files.readAllLines(recording().resolve("events/public/events.copy")).size();
    }

    /**
     * Stored offsets count for one topic, by its id, which the broker chooses. The replica of the
     * previous version counts as used now, since generations that nobody uses are dropped.
     */
    private static void serveRecordedGenerations(String topicId) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                PreparedStatement topic =
                        connection.prepareStatement(
                                "UPDATE projection_progress SET topic_id = ?")) {
            statement.execute(
                    "SELECT serve_generation(projection, projection_version, generation)"
                            + " FROM projections WHERE state = 'serving'");
            statement.execute("UPDATE projections SET used_at = clock_timestamp()");
            topic.setString(1, topicId);
            topic.executeUpdate();
        }
    }

    private static List<String> generations() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(GENERATIONS)) {
            List<String> generations = new ArrayList<>();
            while (rows.next()) {
                generations.add(rows.getString(1));
            }
            return generations;
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                views.jdbcUrl(), views.ownerUser(), views.ownerPassword());
    }

    private static Map<String, String> commandSettings(TestDatabase database, String topic) {
        Map<String, String> settings = new HashMap<>(settings(database, topic));
        // The receipts of the recording must not be too old to be kept.
        settings.put("stockledger.command.receipts-kept-days", "365");
        settings.put("spring.flyway.user", database.ownerUser());
        settings.put("spring.flyway.password", database.ownerPassword());
        return settings;
    }

    private static Map<String, String> settings(TestDatabase database, String topic) {
        return Map.of(
                "spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.applicationUser(),
                "spring.datasource.password", database.applicationPassword(),
                "spring.kafka.bootstrap-servers", TestStack.shared().kafkaBootstrapServers(),
                "stockledger.topic.name", topic);
    }

    private static Path recording() {
        try {
            return Path.of(
                    Objects.requireNonNull(UpgradeIT.class.getResource("/previous-version"))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
