package io.stockledger.system.upgrade;

import static io.stockledger.system.upgrade.RecordedScenario.BASKET;
import static io.stockledger.system.upgrade.RecordedScenario.BASKET_PATH;
import static io.stockledger.system.upgrade.RecordedScenario.KEY_OF_BASKET;
import static io.stockledger.system.upgrade.RecordedScenario.KEY_OF_RESERVATION;
import static io.stockledger.system.upgrade.RecordedScenario.ORDERS;
import static io.stockledger.system.upgrade.RecordedScenario.PRODUCTS;
import static io.stockledger.system.upgrade.RecordedScenario.RESERVATION;
import static io.stockledger.system.upgrade.RecordedScenario.RESERVATION_PATH;

import io.stockledger.system.JsonClient;
import io.stockledger.system.JsonClient.Answer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

/**
 * Drives a running system of one version and records what it has stored and what it answers, for
 * {@link UpgradeIT} of the next version.
 *
 * <p>To record another version, start an empty system in its checkout, with few events per
 * snapshot:
 *
 * <pre>STOCKLEDGER_COMMAND_SNAPSHOTEVERYEVENTS=10 ./run --data DIR</pre>
 *
 * then delete {@code system-tests/src/test/resources/previous-version} and run this class on the
 * test class path of this module with the arguments: the checkout, DIR, the address of the command
 * service, the address of the query service, and the deleted folder.
 */
final class PreviousVersionRecorder {

    private static final String TOPIC = "inventory.events";
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(60);
    private static final String IS_REBUILT =
            """
            SELECT count(*) = 1 FROM projections
            WHERE projection = 'inventory' AND generation = 2 AND state = 'serving'
            """;
    private static final String ALL_IS_PUBLISHED =
            "SELECT h.position = c.published FROM log_head h, relay_checkpoint c";
    private static final String ALL_IS_APPLIED =
            "SELECT min(position) = %s FROM projections WHERE state = 'serving'";

    private final Path data;
    private final JsonClient commands;
    private final JsonClient queries;

    private PreviousVersionRecorder(Path data, JsonClient commands, JsonClient queries) {
        this.data = data;
        this.commands = commands;
        this.queries = queries;
    }

    public static void main(String[] arguments) throws Exception {
        try (JsonClient commands = new JsonClient(arguments[2]);
                JsonClient queries = new JsonClient(arguments[3])) {
            new PreviousVersionRecorder(Path.of(arguments[1]), commands, queries)
                    .record(Path.of(arguments[0]), Path.of(arguments[4]));
        }
    }

    private void record(Path checkout, Path target)
            throws IOException, InterruptedException, SQLException {
        Files.createDirectories(target);
        try (Connection events = connect("stockledger_events");
                Connection views = connect("stockledger_views")) {
            RecordedScenario scenario = new RecordedScenario(commands);
            scenario.run();
            queries.post("/v1/projections/inventory/rebuild", "");
            await(views, IS_REBUILT);
            scenario.runAfterRebuild();
            await(events, ALL_IS_PUBLISHED);
            await(views, ALL_IS_APPLIED.formatted(string(events, "SELECT position FROM log_head")));
            Files.writeString(
                    target.resolve("answers.json"),
                    answers().toPrettyString() + System.lineSeparator());
            new DatabaseRecording(target.resolve("events"))
                    .record(events, checkout.resolve("command-service"));
            new DatabaseRecording(target.resolve("views"))
                    .record(views, checkout.resolve("query-service"));
        }
        new TopicRecording(target.resolve("topic.jsonl"))
                .record("127.0.0.1:" + property("ports.properties", "kafka"), TOPIC);
    }

    private JsonNode answers() throws IOException, InterruptedException {
        ObjectNode answers = JsonMapper.shared().createObjectNode();
        ArrayNode reads = answers.putArray("reads");
        for (String product : PRODUCTS) {
            add(reads, "command", "/v1/products/" + product);
            add(reads, "command", "/v1/products/" + product + "/events?limit=100");
            add(reads, "query", "/v1/inventory/" + product);
            add(reads, "query", "/v1/inventory/" + product + "/movements?limit=100");
        }
        for (String order : ORDERS) {
            add(reads, "query", "/v1/orders/" + order + "/reservations");
        }
        add(reads, "query", "/v1/inventory?warehouseId=north&sort=name");
        add(reads, "query", "/v1/inventory?q=mug");
        add(reads, "query", "/v1/low-stock-alerts");
        ArrayNode repeats = answers.putArray("repeats");
        repeat(repeats, RESERVATION_PATH, RESERVATION, KEY_OF_RESERVATION);
        repeat(repeats, BASKET_PATH, BASKET, KEY_OF_BASKET);
        return answers;
    }

    private void add(ArrayNode reads, String service, String path)
            throws IOException, InterruptedException {
        Answer answer = (service.equals("command") ? commands : queries).get(path);
        reads.addObject()
                .put("service", service)
                .put("path", path)
                .put("status", answer.status())
                .set("body", answer.body());
    }

    private void repeat(ArrayNode repeats, String path, String request, String key)
            throws IOException, InterruptedException {
        Answer answer = commands.post(path, request, "Idempotency-Key", key);
        repeats.addObject()
                .put("path", path)
                .put("key", key)
                .put("request", request)
                .set("body", answer.body());
    }

    private Connection connect(String database) throws SQLException, IOException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%s/%s"
                        .formatted(property("ports.properties", "postgres"), database),
                "postgres",
                property("passwords.properties", "administrator"));
    }

    private String property(String file, String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve(file))) {
            properties.load(reader);
        }
        return Objects.requireNonNull(properties.getProperty(name));
    }

    private static void await(Connection connection, String condition) throws SQLException {
        long deadline = System.nanoTime() + APPLIED_WITHIN.toNanos();
        while (!"t".equals(string(connection, condition))) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Still false: " + condition);
            }
        }
    }

    private static String string(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
