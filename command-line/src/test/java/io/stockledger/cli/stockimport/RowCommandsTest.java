package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

class RowCommandsTest {

    private static final ListRow ROW =
            new ListRow(7, List.of(), new ListRow.Values("a/1", "a", "A", "main", 4), "4");

    private final RowCommands commands = new RowCommands("import-1");

    @Test
    void a_command_is_tried_on_its_own_path_with_the_key_of_the_real_run() {
        assertTried(
                commands.register(ROW),
                "/v1/products?dryRun=true",
                "import-1-7",
                "{\"productId\":\"a/1\",\"warehouseId\":\"main\",\"name\":\"A\",\"sku\":\"a\","
                        + "\"initialQuantity\":4}");
        assertTried(
                commands.receive(ROW),
                "/v1/products/a%2F1/receipts?dryRun=true",
                "import-1-7",
                "{\"warehouseId\":\"main\",\"quantity\":4,\"reference\":\"import-1\"}");
        assertTried(
                commands.count(ROW),
                "/v1/products/a%2F1/counts?dryRun=true",
                "import-1-7-count",
                "{\"warehouseId\":\"main\",\"countedQuantity\":4,\"reference\":\"import-1\"}");
    }

    private static void assertTried(ObjectNode command, String path, String key, String body) {
        assertThat(RowCommands.dryRunPath(command)).isEqualTo(path);
        assertThat(RowCommands.key(command)).isEqualTo(key);
        assertThat(RowCommands.body(command)).hasToString(body);
    }
}
