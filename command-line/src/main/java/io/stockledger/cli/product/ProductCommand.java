package io.stockledger.cli.product;

import io.stockledger.cli.NegativeAnswer;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.CellText;
import io.stockledger.cli.output.Color;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.Service;
import io.stockledger.cli.services.ServiceFailure;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The command line that shows one product. */
@Command(
        name = "product",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Shows a product.",
        description = {
            "Shows a product as its last event left it: stock, policy, warehouses, the oldest open"
                    + " reservations and the last events. All but the reservations is read from the"
                    + " command service; if the query service does not answer, they are left out.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the product is printed",
            "1:the product is not registered",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class ProductCommand implements Callable<Integer> {

    /** The columns of {@code export stock}, with one row for each warehouse. */
    private static final List<Column> CSV =
            List.of(
                    Column.of("productId"),
                    Column.of("name"),
                    Column.of("sku"),
                    Column.of("totalStock"),
                    Column.of("availableStock"),
                    Column.of("reservedStock"),
                    Column.of("shortfall"),
                    Column.of("blockedStock"),
                    Column.of("safetyStock"),
                    Column.of("backorderLimit"),
                    Column.of("availableToPromise"),
                    Column.of("reorderPoint"),
                    Column.of("archived"),
                    Column.of("warehouseId"),
                    Column.of("quantity"),
                    Column.of("blocked"),
                    Column.of("reserved"),
                    Column.of("version"),
                    Column.of("updatedAt"));

    private static final List<Column> WAREHOUSES =
            List.of(
                    Column.text("warehouseId", "WAREHOUSE"),
                    Column.number("quantity", "QUANTITY"),
                    Column.number("blocked", "BLOCKED"),
                    Column.number("reserved", "RESERVED"));

    private static final List<Column> RESERVATIONS =
            List.of(
                    Column.text("orderId", "ORDER"),
                    Column.number("reserved", "RESERVED"),
                    Column.number("shipped", "SHIPPED"),
                    Column.text("warehouseId", "WAREHOUSE"),
                    Column.text("expiresAt", "EXPIRES"));

    private static final List<Column> EVENTS =
            List.of(
                    Column.number("sequenceNumber", "VERSION"),
                    Column.number("position", "POSITION"),
                    Column.text("occurredAt", "TIME"),
                    Column.text("type", "TYPE"),
                    Column.text("actor", "ACTOR"));

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "The product id, as it is, not encoded.")
    private String id = "";

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10",
            description = "The number of last events, from 0 to 1000. Default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--reservations",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "The number of open reservations, from 0 to 500. Default: ${DEFAULT-VALUE}")
    private int reservations;

    @Override
    public Integer call() {
        Stockledger.requireWithin("--events", events, 0, 1000);
        Stockledger.requireWithin("--reservations", reservations, 0, 500);
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.READ)) {
            ObjectNode product = read(services);
            switch (output.format()) {
                case JSON -> output.document(product);
                case CSV -> output.csv(CSV, rows(product));
                case TABLE -> print(product, output);
            }
            return 0;
        } catch (ServiceFailure e) {
            if (e.is("product-not-found")) {
                throw new NegativeAnswer(Objects.toString(e.getMessage()));
            }
            throw e;
        }
    }

    private ObjectNode read(Services services) {
        Service command = services.command();
        String path = RequestPath.of("/v1/products").id(id).toString();
        ObjectNode product = (ObjectNode) command.get(path).body();
        if (events > 0) {
            long after = Math.max(0, product.path("version").asLong(0) - events);
            product.set(
                    "lastEvents",
                    command.get(path + "/events?after=" + after + "&limit=" + events)
                            .body()
                            .path("events"));
        }
        if (reservations > 0 && product.path("openReservations").asLong(0) > 0) {
            try {
                product.set(
                        "oldestReservations",
                        services.query()
                                .get(
                                        RequestPath.of("/v1/inventory")
                                                .id(id)
                                                .then("/reservations")
                                                .with("limit", reservations)
                                                .toString())
                                .body()
                                .path("items"));
            } catch (ServiceFailure e) {
                product.put("reservationsUnavailable", e.getMessage());
            }
        }
        return product;
    }

    private static List<JsonNode> rows(ObjectNode product) {
        ArrayNode warehouses = (ArrayNode) product.path("warehouses");
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode warehouse : warehouses) {
            rows.add(product.deepCopy().setAll((ObjectNode) warehouse));
        }
        return rows.isEmpty() ? List.of(product) : rows;
    }

    private static void print(ObjectNode product, Output output) {
        output.painted(
                output.paint(Color.BOLD, CellText.of(product.path("productId")))
                        + (product.path("archived").asBoolean(false) ? " (archived)" : ""));
        output.line("name           " + CellText.of(product.path("name")));
        output.line("sku            " + CellText.of(product.path("sku")));
        output.line(
                "version        %s, %s"
                        .formatted(
                                product.path("version"), product.path("updatedAt").asString("")));
        output.line(
                "stock          %s total, %s available, %s reserved, %s blocked, %s short"
                        .formatted(
                                product.path("totalStock"),
                                product.path("availableStock"),
                                product.path("reservedStock"),
                                product.path("blockedStock"),
                                product.path("shortfall")));
        JsonNode reorderPoint = product.path("reorderPoint");
        output.line(
                "policy         safety stock %s, backorder limit %s, reorder point %s, %s to promise"
                        .formatted(
                                product.path("safetyStock"),
                                product.path("backorderLimit"),
                                reorderPoint.isNull() ? "none" : reorderPoint,
                                product.path("availableToPromise")));
        section("warehouses", WAREHOUSES, product.path("warehouses"), output);
        output.line("");
        output.line("open reservations: " + product.path("openReservations"));
        if (product.has("reservationsUnavailable")) {
            output.line(
                    "they are not shown: " + product.path("reservationsUnavailable").asString(""));
        } else if (!product.path("oldestReservations").isEmpty()) {
            output.table(RESERVATIONS, list(product.path("oldestReservations")));
        }
        section("last events", EVENTS, eventRows(product.path("lastEvents")), output);
    }

    private static JsonNode eventRows(JsonNode events) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (JsonNode event : events) {
            ObjectNode row = ((ObjectNode) event).deepCopy();
            row.set("type", event.path("payload").path("type"));
            row.set("actor", event.path("metadata").path("actor"));
            rows.add(row);
        }
        return rows;
    }

    private static void section(String title, List<Column> columns, JsonNode rows, Output output) {
        if (!rows.isEmpty()) {
            output.line("");
            output.line(title);
            output.table(columns, list(rows));
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }
}
