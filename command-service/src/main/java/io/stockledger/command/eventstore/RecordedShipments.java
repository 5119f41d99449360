package io.stockledger.command.eventstore;

import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.events.LogEpoch;

import java.util.Map;

/**
 * The shipments and returns of orders that the event log has recorded, all read at one moment.
 *
 * @param epoch the epoch of the log at that moment
 * @param shipments what was shipped and came back of each product for its order, and the version of
 *     the product up to which this was read
 */
public record RecordedShipments(LogEpoch epoch, Map<ProductOfOrder, ShipmentsAt> shipments) {}
