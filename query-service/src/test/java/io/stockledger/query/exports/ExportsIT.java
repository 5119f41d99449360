package io.stockledger.query.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
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
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The exports of every list, with their formats, filters, headers and refusals. */
class ExportsIT {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final Instant PAST = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2126-03-01T00:00:00Z");

    private static TestTopic topic;
    private static QueryService service;

    @BeforeAll
    static void startWithProducts() {
        topic = TestTopic.create(6);
        service = QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());
        HandwrittenLog log = new HandwrittenLog();
        log.add(new ProductRegistered("mug", "Mug, \"large\"", "=M-1", 4, "main"))
                .add(new StockReceived("mug", "depot", 6, "van 7", false))
                .add(new StockBlocked("mug", "depot", 2, "+damaged"))
                .add(new StockReserved("mug", "order/1", 3, FUTURE, "main"))
                .add(new StockReserved("mug", "order/2", 1, PAST, null))
                .add(new ProductRegistered("formula", "=1+1", "F", 0, "main"))
                .add(new ProductRegistered("lines", "two\nlines", "L", 1, "@home"))
                .add(new ProductRegistered("old", "Crème 日本", "old", 1, "main"))
                .add(new ProductRenamed("old", "Crème brûlée", "new"))
                .add(new ProductArchived("old"))
                .add(new StockTransferred("mug", "depot", "main", 1, "van 8"));
        for (int i = 100; i < 170; i++) {
            log.add(
                    new ProductRegistered(
                            "p" + i, "Plain thing " + i % 7, "S" + i % 3, i % 5, "far"));
            if (i % 10 == 1) {
                log.add(new StockReserved("p" + i, "order/" + i, 1, PAST, null));
            }
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
    void stock_as_csv_has_a_line_for_each_product_and_warehouse() {
        Answer answer = service.get("/v1/inventory?q=m&warehouseId=depot", "Accept", CSV);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        """
                        productId,name,sku,totalStock,availableStock,reservedStock,shortfall,\
                        blockedStock,safetyStock,backorderLimit,availableToPromise,reorderPoint,\
                        archived,warehouseId,quantity,blocked,reserved,version,updatedAt,held\r
                        mug,"Mug, ""large""\",'=M-1,10,5,3,0,2,0,0,5,,false,depot,5,2,0,6,\
                        2026-03-01T09:00:11.123456Z,\r
                        mug,"Mug, ""large""\",'=M-1,10,5,3,0,2,0,0,5,,false,main,5,0,3,6,\
                        2026-03-01T09:00:11.123456Z,\r
                        """);
    }

    @Test
    void cells_with_line_breaks_are_quoted_and_formulas_have_an_apostrophe() {
        String csv = service.get("/v1/inventory?q=l", "Accept", CSV).text();
        assertThat(csv)
                .contains("\r\nlines,\"two\nlines\",L,1,1,")
                .contains(",false,'@home,1,0,0,1,");
        assertThat(service.get("/v1/inventory?sku=F", "Accept", CSV).text())
                .contains("\r\nformula,'=1+1,F,0,0,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sort=name",
                "sort=-name",
                "sort=available",
                "sort=-available",
                "sort=updatedAt",
                "sort=-productId",
                "q=plain",
                "q=plain&sort=available&inStock=true",
                "q=creme%20BRULEE&archived=any",
                "archived=true",
                "warehouseId=far&availableBelow=2",
                "inStock=false&sort=name",
                "sku=S1&sort=-available",
                "asOf=2026-03-01T09:00:06Z",
                "asOf=2026-03-01T09:00:40Z&sort=-available&q=p",
                "asOf=2026-03-01T09:00:40Z&sort=name&archived=any",
                "q=nothing-of-this"
            })
    void an_export_contains_what_all_pages_together_contain(String query) {
        var items = new ArrayList<JsonNode>();
        String path = "/v1/inventory?limit=7&" + query;
        for (String next = path; !next.isEmpty(); ) {
            JsonNode page = service.get(next).json();
            page.path("items").forEach(items::add);
            String cursor = page.path("nextCursor").asString("");
            next = cursor.isEmpty() ? "" : path + "&cursor=" + cursor;
        }
        Answer answer = service.get("/v1/inventory?" + query, "Accept", JSON_LINES);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(jsonLines(answer)).isEqualTo(items);
    }

    @Test
    void the_movements_of_a_product_are_exported_as_its_pages_show_them() {
        Answer page = service.get("/v1/inventory/mug/movements");
        Answer lines = service.get("/v1/inventory/mug/movements", "Accept", JSON_LINES);
        assertThat(jsonLines(lines)).hasSize(6).isEqualTo(list(page.json().path("movements")));
        Answer rest = service.get("/v1/inventory/mug/movements?after=5", "Accept", JSON_LINES);
        assertThat(jsonLines(rest)).hasSize(1);

        List<String> csv =
                service.get("/v1/inventory/mug/movements", "Accept", CSV).text().lines().toList();
        assertThat(csv).hasSize(7);
        assertThat(csv.getFirst()).startsWith("sequenceNumber,position,eventId,occurredAt,type,");
        assertThat(csv.get(3)).startsWith("3,3,").contains(",StockBlocked,,,depot,", "'+damaged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "productId=mug",
                "warehouseId=main",
                "orderId=order/1",
                "type=StockReserved",
                "from=2026-03-01T09:00:03Z&to=2026-03-01T09:00:09Z",
                "after=20"
            })
    void the_movements_of_all_products_are_exported_as_their_pages_show_them(String query) {
        Answer page = service.get("/v1/movements?limit=500&" + query);
        Answer lines = service.get("/v1/movements?" + query, "Accept", JSON_LINES);
        assertThat(lines.status()).as(lines.text()).isEqualTo(200);
        assertThat(jsonLines(lines)).isNotEmpty().isEqualTo(list(page.json().path("movements")));
        Answer csv = service.get("/v1/movements?" + query, "Accept", CSV);
        assertThat(csv.text())
                .startsWith("productId,sequenceNumber,position,eventId,occurredAt,type,");
        assertThat(csv.text().split("\r\n")).hasSize(1 + jsonLines(lines).size());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/inventory, stock",
        "/v1/inventory/mug/movements, movements",
        "/v1/movements, movements"
    })
    void a_file_has_a_name_a_type_and_the_freshness_of_its_snapshot(String path, String name) {
        for (String method : List.of("GET", "HEAD")) {
            Answer csv = service.call(method, path, "Accept", CSV);
            assertThat(csv.status()).isEqualTo(200);
            assertThat(csv.header("Content-Type")).isEqualToIgnoringCase("text/csv;charset=utf-8");
            assertThat(csv.header("Content-Disposition"))
                    .matches("attachment; filename=\"" + name + "-\\d{8}T\\d{6}Z\\.csv\"");
            assertThat(csv.number("Stock-Position")).isEqualTo(88);
            assertThat(csv.number("Stock-Lag-Ms")).isBetween(0L, 60_000L);
            assertThat(csv.text().isEmpty()).isEqualTo(method.equals("HEAD"));

            Answer lines = service.call(method, path, "Accept", JSON_LINES);
            assertThat(lines.header("Content-Type")).isEqualTo(JSON_LINES);
            assertThat(lines.header("Content-Disposition")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/inventory", "/v1/inventory/mug/movements", "/v1/movements"})
    void an_answer_to_head_does_not_state_a_length_that_the_file_does_not_have(String path) {
        for (String type : List.of(CSV, JSON_LINES)) {
            Answer head = service.call("HEAD", path, "Accept", type);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).as(type).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/inventory?limit=10, text/csv, limit",
        "/v1/inventory?cursor=abc, text/csv, cursor",
        "/v1/inventory?limit=10, application/x-ndjson, limit",
        "/v1/inventory?colour=red, text/csv, colour",
        "/v1/inventory?sort=colour, text/csv, sort",
        "/v1/inventory/mug/movements?limit=10, text/csv, limit",
        "/v1/movements?limit=10, text/csv, limit",
        "/v1/movements?type=Sold, text/csv, type"
    })
    void a_parameter_of_a_page_or_a_malformed_one_is_refused(
            String path, String accept, String field) {
        Answer answer = service.get(path, "Accept", accept);
        answer.assertMalformed(field);
        assertThat(answer.header("Content-Disposition")).isEmpty();
    }

    @Test
    void the_movements_of_an_unknown_product_are_a_404() {
        for (String method : List.of("GET", "HEAD")) {
            Answer answer = service.call(method, "/v1/inventory/nil/movements", "Accept", CSV);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, 406, application/problem+json",
        "*/*, 200, application/json",
        "'text/csv;q=0.1, application/json', 200, application/json",
        "text/*, 200, text/csv;charset=utf-8"
    })
    void the_header_accept_chooses_between_a_page_and_a_file(
            String accept, int status, String type) {
        for (String path :
                List.of("/v1/inventory", "/v1/inventory/mug/movements", "/v1/movements")) {
            Answer answer = service.get(path, "Accept", accept);
            assertThat(answer.status()).as(path).isEqualTo(status);
            assertThat(answer.header("Content-Type")).as(path).isEqualToIgnoringCase(type);
        }
    }

    private static List<JsonNode> jsonLines(Answer answer) {
        return answer.text().lines().<JsonNode>map(MAPPER::readTree).toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        var nodes = new ArrayList<JsonNode>();
        array.forEach(nodes::add);
        return nodes;
    }
}
