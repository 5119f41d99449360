package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.sql.ProductRows;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The code that folds events into the tables of one read model. It locks the rows of a batch's
 * products, folds the events that the intake gives it, and writes the rows back. The intake decides
 * which event is next, so that every read model treats repeats and gaps in the same way.
 * Implementations are thread-safe.
 */
public interface Projection extends ReadModel {

    /**
     * Locks the rows of the products until the end of the transaction, with {@link ProductRows}.
     * Two transactions with the same product wait for each other, and neither applies an event
     * twice.
     *
     * @param events the events of the batch by product id, with repeats; the list of a product is
     *     empty if none of its records could be read
     */
    Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException;

    /** The work of one batch on the locked rows. For one thread, used once. */
    interface Pass {

        /** The sequence number of the last event that the product's rows contain; 0 for none. */
        long versionOf(String productId);

        /**
         * The id of the last event that the product's rows contain. A different event with the same
         * sequence number contradicts it.
         *
         * @return null if the read model does not store the id, or has none for this version
         */
        default @Nullable UUID lastEventIdOf(String productId) {
            return null;
        }

        /**
         * Folds the event that follows the product's version.
         *
         * @throws IllegalStateException if the event contradicts the rows; they stay unchanged
         * @throws ArithmeticException if a quantity leaves its range; the rows stay unchanged
         */
        void apply(EventEnvelope event);

        /** Writes the changed rows with absolute values, and deletes rows that are still empty. */
        void write() throws SQLException;
    }
}
