package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.app.ReadModels;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.inventory.search.PastMatches.Way;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.query.testing.TimedHistory;
import io.stockledger.teststack.SettableClock;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The list as of an instant, compared with the list that was shown at that instant. */
class PastListIT {

    private static final long SEED = 20261129;
    private static final int EVENTS = 2_400;

    private static final List<String> FILTERS =
            List.of(
                    "",
                    "&archived=true",
                    "&archived=any",
                    "&inStock=true",
                    "&inStock=false&archived=any",
                    "&availableBelow=12",
                    "&warehouseId=east",
                    "&warehouseId=west%2F1&inStock=true&q=name",
                    "&sku=SKU-3&archived=any",
                    "&q=product-1");

    private static final SettableClock CLOCK = new SettableClock(Histories.START);

    /** The pages that were shown, by instant and by parameters. */
    private static final Map<Instant, Map<String, List<JsonNode>>> SHOWN = new LinkedHashMap<>();

    private static TestTopic topic;
    private static TestDatabase database;
    private static QueryService service;

    @BeforeAll
    static void showListsWhileEventsArrive() {
        topic = TestTopic.create(3);
        database = TestStack.shared().newViewsDatabase();
        service = QueryService.start(database, topic.name(), CLOCK);
        var histories = new Histories(SEED, 40, 12);
        int position = 0;
        for (int events : new int[] {60, 800, 800, 740}) {
            topic.publish(histories.next(events));
            position += events;
            service.awaitPosition(position);
            Instant now = Histories.START.plusMillis(position);
            CLOCK.set(now);
            var pages = new LinkedHashMap<String, List<JsonNode>>();
            for (InventorySort sort : InventorySort.values()) {
                for (String filter : FILTERS) {
                    String parameters = "sort=" + sort.word() + filter;
                    pages.put(parameters, items(parameters + "&limit=9"));
                }
            }
            SHOWN.put(now, pages);
        }
        assertThat(position).isEqualTo(EVENTS);
        CLOCK.set(Histories.START.plusSeconds(100));
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void every_filter_has_items_at_one_instant_at_least() {
        for (String filter : FILTERS) {
            String parameters = "sort=" + InventorySort.PRODUCT_ID.word() + filter;
            assertThat(SHOWN.values())
                    .as("seed %s: %s", SEED, filter)
                    .anySatisfy(pages -> assertThat(pages.get(parameters)).isNotEmpty());
        }
    }

    @Test
    void the_list_as_of_an_instant_is_the_list_that_was_shown_at_that_instant() {
        SHOWN.forEach(
                (instant, pages) ->
                        pages.forEach(
                                (parameters, shown) ->
                                        assertThat(items(parameters + "&limit=7&asOf=" + instant))
                                                .as("seed %s: %s %s", SEED, instant, parameters)
                                                .isEqualTo(shown)));
    }

    @Test
    void a_page_has_the_same_products_however_they_are_found() {
        var jdbc = new NamedParameterJdbcTemplate(connections());
        for (Instant instant : SHOWN.keySet()) {
            for (InventorySort sort : InventorySort.values()) {
                for (InventoryFilter filter : filters()) {
                    List<String> scanned = ids(jdbc, sort, filter, instant, Way.SCANNED);
                    for (Way way : List.of(Way.GATHERED, Way.REGISTERED)) {
                        assertThat(ids(jdbc, sort, filter, instant, way))
                                .as("%s %s %s %s", way, instant, sort, filter)
                                .isEqualTo(scanned);
                    }
                }
            }
        }
    }

    private static List<InventoryFilter> filters() {
        return List.of(
                new InventoryFilter(List.of(), null, null, null, null, false),
                new InventoryFilter(List.of(), null, null, null, null, null),
                new InventoryFilter(List.of(), null, "east", true, null, null),
                new InventoryFilter(List.of("%product-1%"), null, null, null, 12L, false),
                new InventoryFilter(List.of(), "SKU-3", null, false, null, true));
    }

    private static List<String> ids(
            NamedParameterJdbcTemplate jdbc,
            InventorySort sort,
            InventoryFilter filter,
            Instant instant,
            Way way) {
        SqlFragment page = PastPageStatements.page(sort, filter, null, 15, instant, way);
        return jdbc.query(
                page.sql(), page.parameterSource(), (row, _) -> row.getString("product_id"));
    }

    private static DriverManagerDataSource connections() {
        var connections =
                new DriverManagerDataSource(
                        database.jdbcUrl(),
                        database.applicationUser(),
                        database.applicationPassword());
        var properties = new Properties();
        properties.setProperty(
                "currentSchema", Generations.searchPath(ReadModels.registered(10).projections()));
        connections.setConnectionProperties(properties);
        return connections;
    }

    @Test
    void a_list_of_the_future_is_the_list_of_now_on_all_its_pages() {
        assertThat(items("limit=9&archived=any&sort=available&asOf=2999-01-01T00:00:00Z"))
                .isEqualTo(items("limit=9&archived=any&sort=available"));
    }

    @Test
    void a_list_before_the_first_event_is_empty() {
        assertThat(items("asOf=2000-01-01T00:00:00Z")).isEmpty();
        assertThat(items("sort=available&asOf=0000-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void lapsed_reservations_are_subtracted_as_in_the_reads_of_one_product() {
        var clock = new SettableClock(Histories.START.plusSeconds(40_000_000));
        try (TestTopic ofTimed = TestTopic.create(1);
                QueryService reads =
                        QueryService.start(
                                TestStack.shared().newViewsDatabase(), ofTimed.name(), clock)) {
            var history = new TimedHistory(SEED, 250);
            ofTimed.publish(history.events());
            reads.awaitPosition(250);
            for (int i = 0; i < 250; i += 5) {
                Instant instant = history.events().get(i).occurredAt().plusSeconds(900);
                Answer one = reads.get("/v1/inventory/timed?asOf=" + instant);
                long available = one.json().path("availableStock").asLong();
                for (String parameters :
                        List.of(
                                "sort=productId",
                                "sort=-available",
                                "sort=updatedAt",
                                "sort=available&inStock=true",
                                "sort=-available&availableBelow=" + (available + 1))) {
                    JsonNode items =
                            reads.get("/v1/inventory?asOf=" + instant + "&" + parameters)
                                    .json()
                                    .path("items");
                    assertThat(items)
                            .as("seed %s: %s %s", SEED, instant, parameters)
                            .containsExactly(one.json());
                }
                assertThat(
                                reads.get(
                                                "/v1/inventory?sort=available&availableBelow="
                                                        + available
                                                        + "&asOf="
                                                        + instant)
                                        .json()
                                        .path("items"))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asOf= | asOf",
                "asOf=yesterday | asOf",
                "asOf=2026-03-01 | asOf",
                "asOf=2026-03-01T09:30:00%2B01:00 | asOf",
                "archived=yes | archived",
                "archived= | archived",
                "asOf=2026-03-01T09:00:01Z&cursor=x | cursor"
            })
    void a_malformed_parameter_is_refused_and_named(String query, String field) {
        service.get("/v1/inventory?" + query).assertMalformed(field);
    }

    @Test
    void a_cursor_of_another_instant_is_refused() {
        String instant = Histories.START.plusMillis(EVENTS).toString();
        String cursor =
                service.get("/v1/inventory?limit=1&archived=any&asOf=" + instant)
                        .json()
                        .path("nextCursor")
                        .asString();
        String path = "/v1/inventory?limit=1&archived=any&cursor=" + cursor;
        assertThat(service.get(path + "&asOf=" + instant).status()).isEqualTo(200);
        service.get(path).assertMalformed("cursor");
        service.get(path + "&asOf=2026-03-01T09:00:01Z").assertMalformed("cursor");
    }

    /** The items of all pages. */
    private static List<JsonNode> items(String parameters) {
        var items = new ArrayList<JsonNode>();
        String path = "/v1/inventory?" + parameters;
        String cursor = null;
        do {
            Answer answer = service.get(path + cursorParameter(cursor));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            answer.json().path("items").forEach(items::add);
            cursor = answer.json().path("nextCursor").asString(null);
        } while (cursor != null);
        return items;
    }

    private static String cursorParameter(@Nullable String cursor) {
        return cursor == null ? "" : "&cursor=" + cursor;
    }
}
