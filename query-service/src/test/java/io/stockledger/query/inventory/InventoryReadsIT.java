package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Every read over HTTP of products, movements and orders, with its parameters and refusals. */
class InventoryReadsIT {

    private static final Instant EXPIRY = Instant.parse("2031-01-01T00:00:00Z");

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void startWithProducts() {
        topic = TestTopic.create(12);
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());
        HandwrittenLog log = new HandwrittenLog();
        log.add(new ProductRegistered("heart", "White Hanging HEART Holder", "85123A", 10, "main"))
                .add(new ProductRegistered("a/b c+d", "Größe 100%_\\ Ösen", "SKU/1", 0, "main"))
                .add(new ProductRegistered("85123A/Ü", "Zebra heart", "Z1", 5, "east"))
                .add(new StockReserved("heart", "order/1", 8, null))
                .add(new StockShipped("heart", "order/1", "main", 3))
                .add(new StockTransferred("heart", "main", "west", 7, "van 7"))
                .add(new StockAdjusted("heart", "west", 7, 2, "physical-count"))
                .add(new StockReserved("85123A/Ü", "order/1", 2, EXPIRY))
                .add(new StockReserved("85123A/Ü", "order-2", 1, EXPIRY))
                .add(new ReservationExtended("85123A/Ü", "order-2", EXPIRY.plusSeconds(1)))
                .add(new ReservationCancelled("85123A/Ü", "order/1", 2))
                .add(new ReservationExpired("85123A/Ü", "order-2", 1));
        for (int i = 100; i < 170; i++) {
            log.add(
                    new ProductRegistered(
                            "p" + i, "Plain thing " + i % 7, "S" + i % 3, i % 5, "far"));
        }
        topic.publish(log.events());
        service.awaitPosition(log.events().size());
    }

    @AfterAll
    static void stop() {
        service.close();
        topic.close();
    }

    @Test
    void a_product_is_answered_with_every_field_of_the_contract() {
        Answer answer = service.get("/v1/inventory/heart");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("ETag")).isEqualTo("\"5\"");
        assertThat(answer.text())
                .isEqualTo(
                        """
                        {"productId":"heart","name":"White Hanging HEART Holder","sku":"85123A",\
                        "totalStock":2,"availableStock":0,"reservedStock":5,"shortfall":3,\
                        "blockedStock":0,"safetyStock":0,"backorderLimit":0,\
                        "availableToPromise":0,"reorderPoint":null,"archived":false,\
                        "warehouses":[\
                        {"warehouseId":"main","quantity":0,"blocked":0,"reserved":0},\
                        {"warehouseId":"west","quantity":2,"blocked":0,"reserved":0}],\
                        "version":5,"updatedAt":"2026-03-01T09:00:07.123456Z"}\
                        """);
    }

    @Test
    void an_id_in_the_path_is_percent_decoded_once() {
        assertThat(service.get("/v1/inventory/85123A%2F%C3%9C").json().path("name").asString())
                .isEqualTo("Zebra heart");
        assertThat(service.get("/v1/inventory/a%2Fb%20c+d").json().path("productId").asString())
                .isEqualTo("a/b c+d");
        assertThat(service.get("/v1/inventory/a%252Fb%20c+d").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"5\" | 304",
                "W/\"5\" | 304",
                "* | 304",
                "\"4\", \"5\" | 304",
                "\"a,b\",W/\"5\" | 304",
                "\"4\" | 200",
                "5 | 200",
                "\"4\",\"6\" | 200"
            })
    void if_none_match_is_answered_304_only_if_it_names_the_current_version(
            String tag, int status) {
        Answer answer = service.get("/v1/inventory/heart", "If-None-Match", tag);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("ETag")).isEqualTo("\"5\"");
        assertThat(answer.number("Stock-Position")).isPositive();
        if (status == 304) {
            assertThat(answer.text()).isEmpty();
        }
    }

    @Test
    void every_read_has_the_headers_stock_position_and_stock_lag_ms() {
        for (String path :
                List.of(
                        "/v1/inventory/heart",
                        "/v1/inventory/nil",
                        "/v1/inventory",
                        "/v1/inventory?limit=0",
                        "/v1/inventory/heart/movements",
                        "/v1/orders/x/reservations",
                        "/v1/projections")) {
            Answer answer = service.get(path);
            assertThat(answer.number("Stock-Position")).as(path).isEqualTo(82);
            assertThat(answer.number("Stock-Lag-Ms")).as(path).isBetween(0L, 60_000L);
        }
    }

    @Test
    void a_read_of_an_unknown_product_is_a_404() {
        for (String path : List.of("/v1/inventory/nil", "/v1/inventory/nil/movements")) {
            Answer answer = service.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.problem()).isEqualTo("product-not-found");
            assertThat(answer.json().path("productId").asString()).isEqualTo("nil");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "q=heart | 85123A/Ü,heart",
                "q=HANG%20hold | heart",
                "q=hold%20zebra | ''",
                "q=gr%C3%B6%C3%9F | a/b c+d",
                "q=100%25_%5C | a/b c+d",
                "q=%25_%25_%25 | ''",
                "q=85123a | 85123A/Ü,heart",
                "q=b%20c%2Bd | a/b c+d",
                "sku=SKU/1 | a/b c+d",
                "sku=sku/1 | ''",
                "warehouseId=west | heart",
                "warehouseId=main | ''",
                "q=heart&inStock=true | 85123A/Ü",
                "q=heart&inStock=false | heart",
                "warehouseId=east&availableBelow=6 | 85123A/Ü",
                "warehouseId=east&availableBelow=5 | ''",
                "q=e&limit=3&sort=-updatedAt&warehouseId=east | 85123A/Ü"
            })
    void a_page_contains_the_products_that_meet_all_filters(String query, String productIds) {
        Answer answer = service.get("/v1/inventory?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(String.join(",", ids(answer.json().path("items")))).isEqualTo(productIds);
        assertThat(answer.json().has("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "productId",
                "-productId",
                "name",
                "-name",
                "available",
                "-available",
                "updatedAt",
                "-updatedAt"
            })
    void the_pages_of_any_order_contain_every_product_once(String sort) {
        var seen = new ArrayList<String>();
        String query = "/v1/inventory?warehouseId=far&limit=9&sort=" + sort;
        String path = query;
        for (int page = 0; page < 20 && !path.isEmpty(); page++) {
            JsonNode answer = service.get(path).json();
            seen.addAll(ids(answer.path("items")));
            String cursor = answer.path("nextCursor").asString("");
            path = cursor.isEmpty() ? "" : query + "&cursor=" + cursor;
        }
        var whole =
                ids(
                        service.get("/v1/inventory?warehouseId=far&limit=500&sort=" + sort)
                                .json()
                                .path("items"));
        assertThat(seen).isEqualTo(whole).doesNotHaveDuplicates().hasSize(56);
    }

    @Test
    void a_page_without_a_limit_has_fifty_products() {
        JsonNode page = service.get("/v1/inventory").json();
        assertThat(page.path("items")).hasSize(50);
        assertThat(page.path("nextCursor").asString("")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/inventory?limit=0 | limit",
                "/v1/inventory?limit=501 | limit",
                "/v1/inventory?limit=-1 | limit",
                "/v1/inventory?limit=1.5 | limit",
                "/v1/inventory?limit=99999999999999999999 | limit",
                "/v1/inventory?limit=1&limit=2 | limit",
                "/v1/inventory?limt=5 | limt",
                "/v1/inventory?sort=price | sort",
                "/v1/inventory?inStock=yes | inStock",
                "/v1/inventory?availableBelow=-1 | availableBelow",
                "/v1/inventory?q= | q",
                "/v1/inventory?q=%20 | q",
                "/v1/inventory?sku= | sku",
                "/v1/inventory?cursor=abc | cursor",
                "/v1/inventory?cursor=%20%20 | cursor",
                "/v1/inventory?cursor=eyJrIjoiYSIsInAiOiJhIiwiZCI6ImEifQ | cursor",
                "/v1/inventory/heart?asof=1 | asof",
                "/v1/inventory/%20heart | productId",
                "/v1/inventory/he%07art | productId",
                "/v1/inventory/heart/movements?after=-1 | after",
                "/v1/inventory/heart/movements?limit=0 | limit",
                "/v1/inventory/heart/movements?limit=501 | limit",
                "/v1/orders/%20/reservations | orderId",
                "/v1/projections?x=1 | x"
            })
    void a_malformed_parameter_is_refused_and_named(String path, String field) {
        service.get(path).assertMalformed(field);
    }

    @Test
    void a_cursor_of_another_order_or_filter_is_refused() {
        String cursor = service.get("/v1/inventory?limit=5").json().path("nextCursor").asString("");
        service.get("/v1/inventory?sort=name&cursor=" + cursor).assertMalformed("cursor");
        service.get("/v1/inventory?inStock=true&cursor=" + cursor).assertMalformed("cursor");
        service.get("/v1/inventory?cursor=" + cursor + "A").assertMalformed("cursor");
        char middle = cursor.charAt(10);
        String forged = cursor.replace(middle, middle == 'A' ? 'B' : 'A');
        service.get("/v1/inventory?cursor=" + forged).assertMalformed("cursor");
        assertThat(service.get("/v1/inventory?limit=500&cursor=" + cursor).status()).isEqualTo(200);
    }

    @Test
    void an_id_of_129_characters_is_refused_and_one_of_128_is_accepted() {
        service.get("/v1/inventory/" + "x".repeat(129)).assertMalformed("productId");
        assertThat(service.get("/v1/inventory/" + "x".repeat(128)).problem())
                .isEqualTo("product-not-found");
        assertThat(service.get("/v1/inventory/" + "%F0%9F%8E%81".repeat(128)).problem())
                .isEqualTo("product-not-found");
    }

    @Test
    void a_lookup_answers_in_the_order_of_the_request_and_repeats_repeated_ids() {
        Answer answer =
                lookUp("{\"productIds\": [\"p101\", \"nil\", \"heart\", \"p101\", \"nil\"]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer.json().path("items"))).containsExactly("p101", "heart", "p101");
        assertThat(answer.json().path("missing").toString()).isEqualTo("[\"nil\",\"nil\"]");
    }

    @Test
    void a_lookup_accepts_500_ids_and_refuses_501() {
        assertThat(lookUp(body(500)).status()).isEqualTo(200);
        lookUp(body(501)).assertMalformed("productIds");
        lookUp("{\"productIds\": []}").assertMalformed("productIds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | productIds",
                "{\"productIds\": \"heart\"} | productIds",
                "{\"productIds\": [\"heart\", 5]} | productIds[1]",
                "{\"productIds\": [\"heart\", \" x\"]} | productIds[1]",
                "{\"productIds\": [\"heart\"], \"x\": 1} | x",
                "{\"productIds\": [\"heart\" | body",
                "[] | body",
                "'' | body"
            })
    void a_malformed_lookup_is_refused_and_the_field_is_named(String body, String field) {
        lookUp(body).assertMalformed(field);
    }

    @Test
    void a_movement_contains_the_event_and_the_stock_after_it() {
        JsonNode movements = service.get("/v1/inventory/heart/movements").json().path("movements");
        assertThat(movements).hasSize(5);
        assertThat(movements.get(2).toString())
                .isEqualTo(
                        """
                        {"sequenceNumber":3,"position":5,\
                        "eventId":"00000000-0000-7000-0000-000000000005",\
                        "occurredAt":"2026-03-01T09:00:05.123456Z","type":"StockShipped",\
                        "orderId":"order/1","warehouseId":"main","quantity":3,\
                        "correlationId":"till-5","totalStock":7,"availableStock":2,\
                        "reservedStock":5,"shortfall":0,"blockedStock":0,\
                        "availableToPromise":2,"warehouses":[\
                        {"warehouseId":"main","quantity":7,"blocked":0,"reserved":0}]}\
                        """);
        assertThat(movements.get(4).path("shortfall").asLong()).isEqualTo(3);
        assertThat(movements.get(4).path("reason").asString()).isEqualTo("physical-count");
    }

    @Test
    void movements_are_answered_in_pages() {
        JsonNode first = service.get("/v1/inventory/heart/movements?limit=2").json();
        assertThat(first.path("nextAfter").asLong()).isEqualTo(2);
        JsonNode last = service.get("/v1/inventory/heart/movements?after=2&limit=3").json();
        assertThat(last.path("movements")).hasSize(3);
        assertThat(last.has("nextAfter")).isFalse();
        assertThat(service.get("/v1/inventory/heart/movements?after=99").text())
                .isEqualTo("{\"movements\":[]}");
    }

    @Test
    void the_lines_of_an_order_contain_the_reserved_and_the_shipped_quantity() {
        assertThat(service.get("/v1/orders/order%2F1/reservations").text())
                .isEqualTo(
                        """
                        {"orderId":"order/1","lines":[\
                        {"productId":"85123A/Ü","reserved":0,"shipped":0,"returned":0,\
                        "status":"cancelled"},\
                        {"productId":"heart","reserved":5,"shipped":3,"returned":0,\
                        "status":"partly-shipped"}]}\
                        """);
        assertThat(
                        service.get("/v1/orders/order-2/reservations")
                                .json()
                                .path("lines")
                                .path(0)
                                .path("status")
                                .asString())
                .isEqualTo("expired");
        assertThat(service.get("/v1/orders/nobody/reservations").text())
                .isEqualTo("{\"orderId\":\"nobody\",\"lines\":[]}");
    }

    private static Answer lookUp(String body) {
        return service.post("/v1/inventory-lookups", "application/json", body);
    }

    private static String body(int ids) {
        return IntStream.range(0, ids)
                .mapToObj(i -> "\"p" + i + "\"")
                .collect(Collectors.joining(",", "{\"productIds\":[", "]}"));
    }

    private static List<String> ids(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("productId").asString())
                .toList();
    }
}
