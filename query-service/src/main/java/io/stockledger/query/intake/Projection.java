package io.stockledger.query.intake;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.sql.ProductRows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/**
 * A read model's side of the intake: it locks the rows of a batch's products, folds what the intake
 * gives it, and writes the outcome. Which event comes next is decided by the intake, so that every
 * read model drops repeats and refuses gaps alike. Implementations are thread-safe.
 */
public interface Projection {

    /**
     * The read model's name in schemas, metrics and answers, of lower case letters and underscores;
     * it never changes.
     */
    String name();

    /** Another one whenever the same events would make other rows than before. */
    int version();

    /** Where the migrations of its tables are: by convention in the folder beside the class. */
    default String migrations() {
        return "classpath:" + getClass().getPackageName().replace('.', '/') + "/migrations";
    }

    /**
     * Takes the rows of the products for one transaction, by {@link ProductRows}: two transactions
     * at once wait for each other, and neither applies an event twice.
     *
     * @param events what came for each product, by its id, repeats among it; a product whose record
     *     could not be read has none
     */
    Pass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException;

    /** One batch's work on the locked rows. Used by one thread, once. */
    interface Pass {

        /** The sequence number of the last event that the product's rows hold; 0 for none. */
        long versionOf(String productId);

        /**
         * Folds the event that follows the product's version.
         *
         * @throws IllegalStateException where it cannot have happened; the rows stay as they were
         * @throws ArithmeticException where a quantity leaves its range; the rows stay as they were
         */
        void apply(EventEnvelope event);

        /** Writes what has changed, absolute values, and takes away rows that stayed empty. */
        void write() throws SQLException;
    }
}
