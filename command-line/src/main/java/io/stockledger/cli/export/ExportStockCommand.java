package io.stockledger.cli.export;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.services.RequestPath;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** The command line of the export of stock. */
@Command(
        name = "stock",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Writes the stock of products.",
        description = {
            "Writes the stock of all products that match. CSV has one line for each product and"
                    + " warehouse, JSON one line for each product.",
            ""
        },
        exitCodeListHeading = Stockledger.EXIT_CODES,
        exitCodeList = {
            "0:the export is complete",
            Stockledger.EXIT_IMPOSSIBLE,
            Stockledger.EXIT_CLOSED
        })
public final class ExportStockCommand implements Callable<Integer> {

    @Mixin private ExportOptions options = new ExportOptions();

    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description = "Only products with these words or parts of words in name, sku or id.")
    private @Nullable String search;

    @Option(names = "--sku", paramLabel = "SKU", description = "Only products with this sku.")
    private @Nullable String sku;

    @Option(
            names = "--warehouse",
            paramLabel = "ID",
            description = "Only products of which this warehouse holds more than 0.")
    private @Nullable String warehouse;

    @Option(
            names = "--in-stock",
            paramLabel = "true|false",
            description = "Only products with, or without, available stock.")
    private @Nullable String inStock;

    @Option(
            names = "--available-below",
            paramLabel = "N",
            description = "Only products with less available stock than this.")
    private @Nullable Long availableBelow;

    @Option(
            names = "--archived",
            paramLabel = "false|true|any",
            description =
                    "Only products that are not archived, only archived ones, or both. Default:"
                            + " false")
    private @Nullable String archived;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description =
                    "The stock as it stood at this instant in UTC, such as 2026-01-01T00:00:00Z.")
    private @Nullable String asOf;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description =
                    "productId, name, available or updatedAt; a minus sign before it reverses the"
                            + " order (--sort=-available). Default: productId")
    private @Nullable String sort;

    @Override
    public Integer call() {
        return options.export(
                "stock",
                RequestPath.of("/v1/inventory")
                        .with("q", search)
                        .with("sku", sku)
                        .with("warehouseId", warehouse)
                        .with("inStock", inStock)
                        .with("availableBelow", availableBelow)
                        .with("archived", archived)
                        .with("asOf", asOf)
                        .with("sort", sort));
    }
}
