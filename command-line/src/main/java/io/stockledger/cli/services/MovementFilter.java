package io.stockledger.cli.services;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** The options that select events of {@code GET /v1/movements}. */
public final class MovementFilter {

    @Option(names = "--product", paramLabel = "ID", description = "Only events of this product.")
    private @Nullable String product;

    @Option(
            names = "--warehouse",
            paramLabel = "ID",
            description =
                    "Only events that name this warehouse, also as the source or target of a"
                            + " transfer.")
    private @Nullable String warehouse;

    @Option(
            names = "--order",
            paramLabel = "ID",
            description =
                    "Only events that name this order, also as the one that gets a reservation.")
    private @Nullable String order;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only events of this type, such as StockShipped.")
    private @Nullable String type;

    /** The product, if there is one. */
    public @Nullable String product() {
        return product;
    }

    /** Begins a request for the events that match. */
    public RequestPath path() {
        return RequestPath.of("/v1/movements")
                .with("productId", product)
                .with("warehouseId", warehouse)
                .with("orderId", order)
                .with("type", type);
    }
}
