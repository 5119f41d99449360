package io.stockledger.query.intake;

import io.stockledger.query.intake.DeadLetter.Place;
import io.stockledger.query.sql.ColumnBinder;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps dead letters in the table {@code dead_letters}, in the transaction of the batch that has
 * received them. The number of letters is bounded: beyond it, the oldest ones are removed. They
 * hold their products no less than before, and a rebuild finds their records again. Thread-safe.
 */
public final class DeadLetters {

    /** The part of a value that is kept, in bytes. */
    public static final int VALUE_BYTES_KEPT_MAX = 64 << 10;

    private static final int KEY_BYTES_KEPT_MAX = 2 * RecordReader.KEY_BYTES_MAX;
    private static final int HEADER_BYTES_KEPT_MAX = 16 << 10;

    /** Further letters of a batch are logged as a number. */
    private static final int LETTERS_LOGGED_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final String INSERT =
            """
            INSERT INTO dead_letters (topic_id, partition, record_offset, product_id,
                sequence_number, position, cause, record_key, record_value, value_bytes, headers,
                received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (topic_id, partition, record_offset) DO NOTHING
            """;

    private static final String DELETE_OLDEST =
            """
            DELETE FROM dead_letters
            WHERE id IN (
                SELECT id FROM dead_letters WHERE dismissed_at IS NULL ORDER BY id DESC OFFSET ?)
            """;

    private static final String SELECT_DISMISSED =
            """
            SELECT d.partition, d.record_offset
            FROM unnest(?, ?) AS p (partition, record_offset)
            JOIN dead_letters d
                ON d.partition = p.partition AND d.record_offset = p.record_offset
            WHERE d.topic_id = ? AND d.dismissed_at IS NOT NULL
            """;

    private final int lettersMax;
    private final LongAdder evictions = new LongAdder();

    /**
     * @param lettersMax the number of letters that are kept
     */
    public DeadLetters(int lettersMax) {
        this.lettersMax = lettersMax;
    }

    /** The number of letters that were removed because there were too many. */
    public long evictions() {
        return evictions.sum();
    }

    int lettersMax() {
        return lettersMax;
    }

    /** Keeps the letters that are not kept yet. */
    void keep(Connection connection, String topicId, Collection<DeadLetter> letters, Instant now)
            throws SQLException {
        int kept = 0;
        try (var insert = connection.prepareStatement(INSERT)) {
            for (DeadLetter letter : letters) {
                bind(insert, topicId, letter, now);
                if (insert.executeUpdate() == 1 && ++kept <= LETTERS_LOGGED_MAX) {
                    LOG.warn(
                            "The record at partition {} offset {} is kept as a dead letter, and"
                                    + " product '{}' may be held: {}. See GET /v1/dead-letters",
                            letter.place().partition(),
                            letter.place().offset(),
                            letter.productId(),
                            letter.cause());
                }
            }
        }
        if (kept > LETTERS_LOGGED_MAX) {
            LOG.warn(
                    "{} more records of the batch are kept as dead letters; look for another"
                            + " producer on the topic",
                    kept - LETTERS_LOGGED_MAX);
        }
        if (kept > 0) {
            removeOldest(connection);
        }
    }

    private void removeOldest(Connection connection) throws SQLException {
        try (var delete = connection.prepareStatement(DELETE_OLDEST)) {
            delete.setInt(1, lettersMax);
            int removed = delete.executeUpdate();
            if (removed > 0) {
                evictions.add(removed);
                LOG.warn(
                        "The {} oldest dead letters are removed, because more than {} are kept",
                        removed,
                        lettersMax);
            }
        }
    }

    private static void bind(
            PreparedStatement insert, String topicId, DeadLetter letter, Instant now)
            throws SQLException {
        ConsumerRecord<byte[], byte[]> record = letter.source();
        byte[] value = record.value();
        insert.setString(1, topicId);
        insert.setInt(2, record.partition());
        insert.setLong(3, record.offset());
        insert.setString(4, letter.productId());
        insert.setObject(5, letter.sequenceNumber(), Types.BIGINT);
        insert.setObject(6, letter.position(), Types.BIGINT);
        insert.setString(7, letter.cause().replace('\0', '\uFFFD'));
        insert.setBytes(8, beginning(record.key(), KEY_BYTES_KEPT_MAX));
        insert.setBytes(9, beginning(value, VALUE_BYTES_KEPT_MAX));
        insert.setObject(10, value == null ? null : value.length, Types.INTEGER);
        insert.setString(11, headers(record));
        insert.setObject(12, now.atOffset(ZoneOffset.UTC));
    }

    private static byte @Nullable [] beginning(byte @Nullable [] bytes, int bytesMax) {
        return bytes == null || bytes.length <= bytesMax ? bytes : Arrays.copyOf(bytes, bytesMax);
    }

    /** The first headers as JSON, up to a size. */
    private static String headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = MAPPER.createArrayNode();
        int bytes = 0;
        for (Header header : record.headers()) {
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
            if (bytes > HEADER_BYTES_KEPT_MAX) {
                break;
            }
            headers.addObject().put("name", header.key()).put("value", value);
        }
        return MAPPER.writeValueAsString(headers);
    }

    /** Those of the places whose letters were dismissed. */
    static Set<Place> dismissed(Connection connection, String topicId, Collection<Place> places)
            throws SQLException {
        try (var select = connection.prepareStatement(SELECT_DISMISSED)) {
            new ColumnBinder(select)
                    .whole(places, place -> (long) place.partition())
                    .whole(places, Place::offset)
                    .value(topicId);
            var dismissed = new HashSet<Place>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    dismissed.add(new Place(row.getInt(1), row.getLong(2)));
                }
            }
            return dismissed;
        }
    }
}
