package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.query.testing.TimedHistory;
import io.stockledger.query.testing.TimedHistory.Figures;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestStack;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The stock of a product at past instants, compared with a fold of its events up to then. */
class PastStockIT {

    private static final int EVENTS = 300;
    private static final long SEED = 20261125;
    private static final TimedHistory HISTORY = new TimedHistory(SEED, EVENTS);

    /** Some reservations have lapsed since the last event, without a ReservationExpired. */
    private static final Instant NOW = HISTORY.end().plusSeconds(3_600);

    private static TestTopic topic;
    private static QueryService service;

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
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void past_stock_is_the_fold_of_the_events_up_to_the_instant_without_lapsed_reservations() {
        for (Instant at : instants()) {
            Optional<Figures> figures = HISTORY.at(at);
            if (figures.isEmpty()) {
                continue;
            }
            Figures expected = figures.get();
            JsonNode item = service.get("/v1/inventory/timed?asOf=" + at).json();
            String as = "seed " + SEED + " at " + at + ": " + item;
            assertThat(item.path("version").asLong()).as(as).isEqualTo(expected.version());
            assertThat(item.path("totalStock").asLong()).as(as).isEqualTo(expected.total());
            assertThat(item.path("reservedStock").asLong()).as(as).isEqualTo(expected.reserved());
            assertThat(item.path("availableStock").asLong())
                    .as(as)
                    .isEqualTo(expected.total() - expected.reserved());
        }
    }

    /** Instants at and before every expiry and many events, and random ones. */
    private static List<Instant> instants() {
        var instants = new ArrayList<Instant>();
        var random = new Random(SEED);
        long span = Duration.between(Histories.START, NOW).toMillis();
        for (int i = 0; i < 100; i++) {
            instants.add(Histories.START.plusMillis(random.nextLong(span)));
        }
        for (EventEnvelope event : HISTORY.events()) {
            Instant at = expiryOf(event.payload());
            if (at == null && random.nextInt(4) == 0) {
                at = event.occurredAt();
            }
            if (at != null && !at.isAfter(NOW)) {
                instants.add(at);
                instants.add(at.minusMillis(1));
            }
        }
        return instants;
    }

    private static @Nullable Instant expiryOf(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> e.expiresAt();
            case ReservationExtended e -> e.expiresAt();
            default -> null;
        };
    }

    @Test
    void past_stock_at_this_instant_equals_the_current_item() {
        JsonNode now = service.get("/v1/inventory/timed").json();
        assertThat(service.get("/v1/inventory/timed?asOf=" + NOW).json()).isEqualTo(now);
        Figures expected = HISTORY.at(NOW).orElseThrow();
        assertThat(now.path("reservedStock").asLong()).isEqualTo(expected.reserved());
    }

    @Test
    void a_curve_contains_the_level_at_each_of_its_points() {
        Instant from = Histories.START.minusSeconds(5_400);
        JsonNode points =
                service.get("/v1/inventory/timed/levels?step=hour&from=" + from + "&to=" + NOW)
                        .json()
                        .path("points");
        // The first two points are before the product's registration.
        Instant at = from.plusSeconds(7_200);
        for (JsonNode point : points) {
            Figures expected = HISTORY.at(at).orElseThrow();
            assertThat(point.toString())
                    .isEqualTo(
                            "{\"at\":\"%s\",\"total\":%d,\"reserved\":%d,\"available\":%d,\"blocked\":0}",
                            at,
                            expected.total(),
                            expected.reserved(),
                            expected.total() - expected.reserved());
            at = at.plusSeconds(3_600);
        }
        assertThat(at).isAfter(NOW).isBeforeOrEqualTo(NOW.plusSeconds(3_600));
    }

    @Test
    void a_curve_without_a_step_has_a_point_per_day() {
        String span = "from=" + Histories.START + "&to=" + Histories.START.plusSeconds(86_400);
        JsonNode days = service.get("/v1/inventory/timed/levels?" + span).json();
        assertThat(days.path("points")).hasSize(2);
        assertThat(service.get("/v1/inventory/timed/levels?step=day&" + span).json())
                .isEqualTo(days);
    }

    @Test
    void a_curve_of_1000_points_is_answered_and_one_of_1001_is_refused() {
        String path = "/v1/inventory/timed/levels?step=hour&to=" + NOW + "&from=";
        assertThat(service.get(path + NOW.minus(Duration.ofHours(999))).status()).isEqualTo(200);
        Answer refused = service.get(path + NOW.minus(Duration.ofHours(1_000)));
        refused.assertMalformed("to");
        assertThat(refused.text()).contains("is 1001 points after from; at most 1000");
    }

    @Test
    void a_product_is_not_found_before_its_registration_and_the_field_is_named() {
        Instant before = Histories.START.minusMillis(1);
        for (String path :
                List.of(
                        "/v1/inventory/timed?asOf=" + before,
                        "/v1/inventory/timed/levels?from=" + before + "&to=" + before)) {
            Answer answer = service.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("product-not-found");
            assertThat(answer.json().path("detail").asString())
                    .matches("(asOf|to): product 'timed' was registered later, at 2026-.*");
            assertThat(answer.json().path("registeredAt").asString())
                    .isEqualTo(Histories.START.toString());
        }
        String unknown = service.get("/v1/inventory/nil?asOf=" + NOW).text();
        assertThat(unknown).contains("product-not-found", "no product 'nil' is registered");
        assertThat(service.get("/v1/inventory/nil/levels?from=" + NOW + "&to=" + NOW).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timed?asOf= | asOf",
                "timed?asOf=yesterday | asOf",
                "timed?asOf=2026-03-01 | asOf",
                "timed?asOf=2026-03-01T09:30:00 | asOf",
                "timed?asOf=2026-03-01T09:30:00%2B01:00 | asOf",
                "timed?asOf=2026-02-30T09:30:00Z | asOf",
                "timed?asOf=2026-03-01T25:30:00Z | asOf",
                "timed?asOf=%2B999999999-01-01T00:00:00Z | asOf",
                "timed?asOf=2026-03-01T09:30:00Z&asOf=2026-03-01T09:30:00Z | asOf",
                "timed?asOf=2026-03-01T09:30:00Z&limit=1 | limit",
                "%20x?asOf=2026-03-01T09:30:00Z | productId",
                "timed/levels?to=2026-03-01T09:30:00Z | from",
                "timed/levels?from=2026-03-01T09:30:00Z | to",
                "timed/levels?from=2026-03-02T00:00:00Z&to=2026-03-01T09:30:00Z | from",
                "timed/levels?from=x&to=2026-03-01T09:30:00Z | from",
                "timed/levels?from=0000-01-01T00:00:00Z&to=2026-03-01T09:30:00Z | to",
                "timed/levels?from=2026-03-01T09:30:00Z&to=2026-03-01T09:30:00Z&step=y | step"
            })
    void a_malformed_parameter_is_refused_and_named(String path, String field) {
        service.get("/v1/inventory/" + path).assertMalformed(field);
    }

    @Test
    void an_instant_in_the_future_is_now() {
        String ahead = "2999-01-01T00:00:00Z";
        assertThat(service.get("/v1/inventory/timed?asOf=" + ahead).json())
                .isEqualTo(service.get("/v1/inventory/timed").json());
        String from = "/v1/inventory/timed/levels?from=" + NOW.minusSeconds(86_400) + "&to=";
        assertThat(service.get(from + ahead).json()).isEqualTo(service.get(from + NOW).json());
        assertThat(
                        service.get("/v1/inventory/timed/levels?from=" + ahead + "&to=" + ahead)
                                .json()
                                .path("points"))
                .singleElement()
                .satisfies(
                        point -> assertThat(point.path("at").asString()).isEqualTo(NOW.toString()));
    }

    @Test
    void the_year_0_is_before_the_registration_of_every_product() {
        assertThat(service.get("/v1/inventory/timed?asOf=0000-01-01T00:00:00Z").status())
                .isEqualTo(404);
        String levels = "/v1/inventory/timed/levels?from=0000-12-01T00:00:00Z&to=";
        assertThat(service.get(levels + "0000-12-31T00:00:00Z").status()).isEqualTo(404);
        assertThat(service.get(levels + "0001-02-01T00:00:00Z").status()).isEqualTo(404);
    }
}
