package io.stockledger.command.domain;

import java.util.Set;

/** What can be asked of the command side: of one product, or of all products of an order. */
public sealed interface Command permits ProductCommand, OrderCommand {

    /** The name that clients, logs and metrics know the command by. */
    String type();

    /** The products that it is decided on. */
    Set<String> productIds();
}
