package io.stockledger.query.intake;

import java.time.Instant;

/**
 * A dead letter as its table contains it. The source has only the kept part of the value.
 *
 * @param id rises with the time of the receipt
 * @param topicId the id of the topic from which the record was received
 * @param valueBytes the size of the whole value, in bytes; 0 without a value
 */
public record KeptDeadLetter(
        long id, String topicId, DeadLetter letter, int valueBytes, Instant receivedAt) {

    /** Whether only a part of the value is kept, so that the record cannot be read again. */
    public boolean isTruncated() {
        return valueBytes > DeadLetters.VALUE_BYTES_KEPT_MAX;
    }
}
