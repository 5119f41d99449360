package io.stockledger.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Selects the generations that take part in a batch, and the part of the batch that each receives.
 */
interface InputSelector {

    /**
     * The inputs of a batch, in an order that is the same in all transactions. The states of the
     * generations do not change until the end of the transaction.
     */
    List<ProjectionInput> inputs(Connection connection, TopicBatch batch, String topicId)
            throws SQLException;

    /**
     * By partition, the offset from which the consumer group has to read. An absent partition has
     * to be read from its beginning.
     */
    Map<Integer, Long> nextOffsets(Connection connection, String topicId) throws SQLException;
}
