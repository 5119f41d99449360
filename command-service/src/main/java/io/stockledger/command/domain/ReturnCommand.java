package io.stockledger.command.domain;

import java.util.Map;

/**
 * A command whose decision needs the shipments of its order. They are not part of the state of a
 * product.
 */
public sealed interface ReturnCommand permits ProductCommand.ReturnStock, OrderCommand.ReturnOrder {

    String orderId();

    /** The command with the shipments of the order, by product. */
    Command withShipments(Map<String, ShipmentsAt> shipments);
}
