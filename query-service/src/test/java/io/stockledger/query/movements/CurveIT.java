package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.query.testing.TimedHistory;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The curve of a product, compared with its movements. */
class CurveIT {

    private static final int EVENTS = 300;
    private static final TimedHistory HISTORY = new TimedHistory(20261130, EVENTS);
    private static final Instant NOW = HISTORY.end().plusSeconds(3_600);
    private static final String CURVE = "/v1/inventory/timed/curve";

    private static TestTopic topic;
    private static QueryService service;

    /** All movements of the product, the oldest first. */
    private static List<JsonNode> movements;

    @BeforeAll
    static void start() {
        topic = TestTopic.create(3);
        service =
                QueryService.start(
                        TestStack.shared().newViewsDatabase(),
                        topic.name(),
                        new SettableClock(NOW));
        topic.publish(HISTORY.events());
        service.awaitPosition(EVENTS);
        movements = listOf(service.get("/v1/inventory/timed/movements?limit=500"), "movements");
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void a_curve_of_few_movements_has_each_of_them_with_the_stock_after_it() {
        Answer answer = service.get(CURVE);
        JsonNode curve = answer.json();
        assertThat(curve.path("movements").asInt()).isEqualTo(EVENTS);
        assertThat(curve.path("sampled").asBoolean()).isFalse();
        assertThat(curve.path("every").asInt()).isEqualTo(1);
        assertThat(curve.has("before")).isFalse();
        assertThat(numbers(curve)).isEqualTo(sample(1));
        assertStock(curve);
        assertThat(answer.header("Stock-Position")).isEqualTo(Integer.toString(EVENTS));
        assertThat(answer.header("Stock-Lag-Ms")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 150, 299})
    void a_sample_has_the_first_and_the_last_movement_and_one_of_every_n_between(int points) {
        JsonNode curve = service.get(CURVE + "?points=" + points).json();
        assertThat(curve.path("movements").asInt()).isEqualTo(EVENTS);
        assertThat(curve.path("sampled").asBoolean()).isTrue();
        int every = curve.path("every").asInt();
        assertThat(numbers(curve)).isEqualTo(sample(every)).hasSizeLessThanOrEqualTo(points);
        assertThat(sample(every - 1)).as("a finer one").hasSizeGreaterThan(points);
        assertStock(curve);
    }

    @Test
    void the_points_are_in_order_of_time_although_some_clocks_were_slow() {
        List<JsonNode> points = listOf(service.get(CURVE), "points");
        for (int i = 1; i < points.size(); i++) {
            assertThat(at(points.get(i))).isAfterOrEqualTo(at(points.get(i - 1)));
        }
        assertThat(points)
                .as("a time that is later than that of the movement")
                .anySatisfy(
                        point ->
                                assertThat(at(point))
                                        .isAfter(
                                                Instant.parse(
                                                        movement(point)
                                                                .path("occurredAt")
                                                                .asString())));
    }

    @Test
    void a_range_includes_both_ends_and_begins_with_the_movement_before_it() {
        List<JsonNode> all = listOf(service.get(CURVE), "points");
        Instant from = at(all.get(100));
        Instant to = at(all.get(150));
        JsonNode curve = service.get(CURVE + "?from=" + from + "&to=" + to).json();
        List<JsonNode> inRange =
                all.stream()
                        .filter(point -> !at(point).isBefore(from) && !at(point).isAfter(to))
                        .toList();
        assertThat(inRange.size()).isGreaterThan(50);
        assertThat(curve.path("points")).containsExactlyElementsOf(inRange);
        assertThat(curve.path("movements").asInt()).isEqualTo(inRange.size());
        long first = inRange.getFirst().path("sequenceNumber").asLong();
        assertThat(curve.path("before")).isEqualTo(all.get((int) first - 2));
    }

    @Test
    void a_range_without_movements_has_only_the_one_before_it() {
        String range = "?from=" + NOW.minusSeconds(60) + "&to=2999-01-01T00:00:00Z";
        JsonNode curve = service.get(CURVE + range).json();
        assertThat(curve.path("movements").asInt()).isZero();
        assertThat(curve.path("points")).isEmpty();
        assertThat(curve.path("sampled").asBoolean()).isFalse();
        assertThat(curve.path("before").path("sequenceNumber").asInt()).isEqualTo(EVENTS);
    }

    @Test
    void a_range_before_the_registration_is_empty_and_an_unknown_product_is_not_found() {
        Instant before = Histories.START.minusMillis(1);
        String text = service.get(CURVE + "?from=0000-01-01T00:00:00Z&to=" + before).text();
        assertThat(text).isEqualTo("{\"movements\":0,\"sampled\":false,\"every\":1,\"points\":[]}");
        Answer unknown = service.get("/v1/inventory/nil/curve");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.problem()).isEqualTo("product-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timed/curve?from=yesterday | from",
                "timed/curve?to=2026-03-01 | to",
                "timed/curve?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z | from",
                "timed/curve?points=1 | points",
                "timed/curve?points=2001 | points",
                "timed/curve?points=many | points",
                "timed/curve?step=day | step",
                "%20x/curve | productId"
            })
    void a_malformed_parameter_is_refused_and_named(String path, String field) {
        service.get("/v1/inventory/" + path).assertMalformed(field);
    }

    private static void assertStock(JsonNode curve) {
        for (JsonNode point : curve.path("points")) {
            JsonNode movement = movement(point);
            assertThat(point.path("total")).isEqualTo(movement.path("totalStock"));
            assertThat(point.path("reserved")).isEqualTo(movement.path("reservedStock"));
            assertThat(point.path("available")).isEqualTo(movement.path("availableStock"));
            assertThat(point.path("blocked")).isEqualTo(movement.path("blockedStock"));
        }
    }

    private static JsonNode movement(JsonNode point) {
        return movements.get(point.path("sequenceNumber").asInt() - 1);
    }

    private static Instant at(JsonNode point) {
        return Instant.parse(point.path("at").asString());
    }

    private static List<Long> numbers(JsonNode curve) {
        var numbers = new ArrayList<Long>();
        curve.path("points").forEach(point -> numbers.add(point.path("sequenceNumber").asLong()));
        return numbers;
    }

    /** The first movement, one of so many, and the last one. */
    private static List<Long> sample(int every) {
        var numbers = new ArrayList<Long>();
        for (long number = 1; number < EVENTS; number += every) {
            numbers.add(number);
        }
        numbers.add((long) EVENTS);
        return numbers;
    }

    private static List<JsonNode> listOf(Answer answer, String field) {
        var list = new ArrayList<JsonNode>();
        answer.json().path(field).forEach(list::add);
        return list;
    }
}
