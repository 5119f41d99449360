package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.stock.InventoryItem;
import io.stockledger.query.stock.WarehouseStock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class InventoryCsvTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void the_columns_are_the_fields_of_the_json_with_those_of_a_warehouse() {
        JsonNode json =
                JsonMapper.builder()
                        .build()
                        .valueToTree(item(true, 5L, new WarehouseStock("w", 1, 0, 0)));
        var fields = new ArrayList<String>();
        for (var field : json.properties()) {
            if (field.getKey().equals("warehouses")) {
                field.getValue().path(0).propertyNames().forEach(fields::add);
            } else {
                fields.add(field.getKey());
            }
        }
        assertThat(InventoryCsv.COLUMNS).isEqualTo(fields);
    }

    @Test
    void a_product_has_one_line_for_each_warehouse() throws IOException {
        InventoryCsv csv = InventoryCsv.begin(bytes);
        csv.write(
                item(
                        null,
                        null,
                        new WarehouseStock("-east", 7, 1, 2),
                        new WarehouseStock("west", 3, 0, 0)));
        assertThat(linesAfterHeader())
                .containsExactly(
                        "p,\"Mug, \"\"large\"\"\",'=S,10,6,2,0,1,1,20,26,,false,'-east,7,1,2,4,"
                                + "2026-03-01T09:00:00Z,",
                        "p,\"Mug, \"\"large\"\"\",'=S,10,6,2,0,1,1,20,26,,false,west,3,0,0,4,"
                                + "2026-03-01T09:00:00Z,");
    }

    @Test
    void a_product_without_a_warehouse_has_one_line_with_empty_cells() throws IOException {
        InventoryCsv csv = InventoryCsv.begin(bytes);
        csv.write(item(true, 5L));
        assertThat(linesAfterHeader())
                .containsExactly(
                        "p,\"Mug, \"\"large\"\"\",'=S,10,6,2,0,1,1,20,26,5,false,,,,,4,"
                                + "2026-03-01T09:00:00Z,true");
    }

    private List<String> linesAfterHeader() {
        return bytes.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    }

    private static InventoryItem item(
            @Nullable Boolean held, @Nullable Long reorderPoint, WarehouseStock... warehouses) {
        return new InventoryItem(
                "p",
                "Mug, \"large\"",
                "=S",
                10,
                6,
                2,
                0,
                1,
                1,
                20,
                26,
                reorderPoint,
                false,
                List.of(warehouses),
                4,
                Instant.parse("2026-03-01T09:00:00Z"),
                held);
    }
}
