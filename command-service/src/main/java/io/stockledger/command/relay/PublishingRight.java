package io.stockledger.command.relay;

import java.sql.SQLException;

/** Confirms that this instance may still publish to the topic. */
@FunctionalInterface
interface PublishingRight {

    /**
     * Returns if this instance may still publish.
     *
     * @throws SQLException if the database fails
     * @throws LeadLostException if it does not lead any more
     * @throws TopicChangedException if the topic is not the one that it was
     */
    void confirm() throws SQLException, LeadLostException, TopicChangedException;
}
