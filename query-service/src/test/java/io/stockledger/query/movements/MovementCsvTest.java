package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class MovementCsvTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void there_is_a_column_for_each_field_of_each_event() {
        Stream<String> fields =
                Stream.of(InventoryEvent.class.getPermittedSubclasses())
                        .flatMap(type -> Stream.of(type.getRecordComponents()))
                        .map(RecordComponent::getName)
                        .filter(field -> !field.equals("productId"))
                        .distinct();
        assertThat(MovementCsv.OF_EVENTS).containsExactlyInAnyOrderElementsOf(fields.toList());
    }

    @Test
    void every_value_is_in_the_column_of_its_field() throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("productId", "=p");
        fields.put("sequenceNumber", 3L);
        fields.put("position", 70L);
        fields.put("eventId", "0198");
        fields.put("occurredAt", Instant.parse("2026-03-01T09:00:00.5Z"));
        MAPPER.readTree(
                        """
                        {"type": "StockReturned", "orderId": "o,1", "quantity": 4, "blocked": true,
                         "reason": "-5", "expiresAt": null}
                        """)
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.put("totalStock", 9L);
        fields.put("warehouses", List.of(Map.of("warehouseId", "a")));
        var bytes = new ByteArrayOutputStream();
        MovementCsv csv = MovementCsv.begin(bytes, true);
        csv.write(new Movement(70, 3, fields));

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        List<String> columns = List.of(lines.getFirst().split(","));
        assertThat(lines.get(1))
                .isEqualTo(
                        line(
                                columns,
                                Map.of(
                                        "productId", "'=p",
                                        "sequenceNumber", "3",
                                        "position", "70",
                                        "eventId", "0198",
                                        "occurredAt", "2026-03-01T09:00:00.500Z",
                                        "type", "StockReturned",
                                        "orderId", "\"o,1\"",
                                        "quantity", "4",
                                        "blocked", "true",
                                        "reason", "'-5"),
                                Map.of(
                                        "totalStock",
                                        "9",
                                        "warehouses",
                                        "\"[{\"\"warehouseId\"\":\"\"a\"\"}]\"")));
    }

    @Test
    void the_movements_of_one_product_do_not_name_it() throws IOException {
        var bytes = new ByteArrayOutputStream();
        MovementCsv.begin(bytes, false);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("sequenceNumber,position,eventId,occurredAt,type,orderId,")
                .endsWith(",availableToPromise,warehouses\r\n");
    }

    private static String line(
            List<String> columns, Map<String, String> first, Map<String, String> last) {
        var cells = new ArrayList<String>();
        for (String column : columns) {
            cells.add(first.getOrDefault(column, last.getOrDefault(column, "")));
        }
        return String.join(",", cells);
    }
}
