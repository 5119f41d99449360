package io.stockledger.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Decides, in a batch's transaction, which generations take what of the batch. */
interface InputSelector {

    /**
     * In an order that is the same for all transactions; the generations' states stay as they are
     * to the end of this one.
     */
    List<ProjectionInput> feeds(Connection connection, TopicBatch batch, String topicId)
            throws SQLException;

    /** From where on a partition has to be read, by partition; absent: from its beginning. */
    Map<Integer, Long> nextOffsets(Connection connection, String topicId) throws SQLException;
}
