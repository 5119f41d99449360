package io.stockledger.cli.order;

import io.stockledger.cli.NegativeAnswer;
import io.stockledger.cli.Stockledger;
import io.stockledger.cli.output.CellText;
import io.stockledger.cli.output.Color;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.OutputOptions;
import io.stockledger.cli.services.RequestPath;
import io.stockledger.cli.services.ServiceOptions;
import io.stockledger.cli.services.Services;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.concurrent.Callable;

/** The command line that shows one order. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Shows an order.",
        description = {
            "Shows the reservations, shipments and returns of an order, one line for each product,"
                    + " as the query service has them.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the order is printed",
            "1:the order has no lines",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class OrderCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS =
            List.of(
                    Column.text("productId", "PRODUCT"),
                    Column.number("reserved", "RESERVED"),
                    Column.number("shipped", "SHIPPED"),
                    Column.number("returned", "RETURNED"),
                    Column.text("status", "STATUS"),
                    Column.text("warehouseId", "WAREHOUSE"),
                    Column.text("expiresAt", "EXPIRES"),
                    Column.text("toOrderId", "TO ORDER"));

    private static final List<Column> CSV =
            List.of(
                    Column.of("orderId"),
                    Column.of("productId"),
                    Column.of("reserved"),
                    Column.of("shipped"),
                    Column.of("returned"),
                    Column.of("status"),
                    Column.of("warehouseId"),
                    Column.of("expiresAt"),
                    Column.of("toOrderId"),
                    Column.of("held"));

    @Mixin private ServiceOptions options = new ServiceOptions();
    @Mixin private OutputOptions outputOptions = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "The order id, as it is, not encoded.")
    private String id = "";

    @Override
    public Integer call() {
        Output output = outputOptions.open();
        try (Services services = options.services(ServiceOptions.READ)) {
            JsonNode order =
                    services.query()
                            .get(
                                    RequestPath.of("/v1/orders")
                                            .id(id)
                                            .then("/reservations")
                                            .toString())
                            .body();
            List<JsonNode> lines = order.path("lines").valueStream().toList();
            if (lines.isEmpty()) {
                throw new NegativeAnswer(
                        "the order '%s' has no lines: check the id; an order of this moment is visible shortly after"
                                .formatted(CellText.printable(id)));
            }
            lines.forEach(line -> ((ObjectNode) line).set("orderId", order.path("orderId")));
            switch (output.format()) {
                case JSON -> output.document(order);
                case CSV -> output.csv(CSV, lines);
                case TABLE -> {
                    output.painted(output.paint(Color.BOLD, CellText.of(order.path("orderId"))));
                    output.table(COLUMNS, lines);
                    if (lines.stream().anyMatch(line -> line.has("held"))) {
                        output.line("");
                        output.line(
                                "a product is held, so that later events may be missing: see"
                                        + " ./stockledger status");
                    }
                }
            }
            return 0;
        }
    }
}
