package io.stockledger.command.http;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.eventstore.EventLogReader;

/** Looks up in the log what some commands rest on before they are decided. */
final class CommandLookups {

    private final CountedStock countedStock;
    private final EventLogReader events;

    CommandLookups(CountedStock countedStock, EventLogReader events) {
        this.countedStock = countedStock;
        this.events = events;
    }

    /**
     * The command with what it rests on: the past quantity of a count that names a version, the
     * products of an order that is cancelled. Any other is whole as it is.
     */
    Command complete(Command command) {
        return switch (command) {
            case CountStock count -> countedStock.complete(count);
            case CancelOrder(String orderId, _) ->
                    new CancelOrder(orderId, events.productsOfOrder(orderId));
            case ProductCommand whole -> whole;
            case OrderCommand whole -> whole;
        };
    }
}
