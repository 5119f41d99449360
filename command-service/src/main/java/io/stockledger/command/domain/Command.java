package io.stockledger.command.domain;

import java.util.Set;

/** A request to change one product, or all products of an order. */
public sealed interface Command permits ProductCommand, OrderCommand {

    /**
     * The name of the command in bulk requests, logs and metrics, such as {@code reserve-stock}.
     */
    String type();

    /** The products that the command is decided on. */
    Set<String> productIds();
}
