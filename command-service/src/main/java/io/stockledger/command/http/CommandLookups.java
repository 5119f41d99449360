package io.stockledger.command.http;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.eventstore.EventLogReader;

/** Adds to some commands the data from the event log that their decision needs. */
final class CommandLookups {

    private final CountedStock countedStock;
    private final EventLogReader events;

    CommandLookups(CountedStock countedStock, EventLogReader events) {
        this.countedStock = countedStock;
        this.events = events;
    }

    /**
     * The complete command: a count that names a version gets the quantity at that version, the
     * cancellation of an order gets the products of the order. All others are complete already.
     */
    Command complete(Command command) {
        return switch (command) {
            case CountStock count -> countedStock.complete(count);
            case CancelOrder(String orderId, _) ->
                    new CancelOrder(orderId, events.productsOfOrder(orderId));
            case ProductCommand complete -> complete;
            case OrderCommand complete -> complete;
        };
    }
}
