package io.stockledger.query.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code dead_letters} outside of batches: the letters that are not dismissed are listed,
 * read, removed and dismissed. Statements run in the transaction of the calling thread if there is
 * one. Thread-safe.
 */
public final class DeadLetterTable {

    private static final String COLUMNS =
            """
            id, topic_id, partition, record_offset, product_id, sequence_number, position, cause,
            record_key, record_value, coalesce(value_bytes, 0) AS value_bytes, headers, received_at
            """;

    static final String SELECT_BEFORE =
            """
            SELECT {columns}
            FROM dead_letters
            WHERE dismissed_at IS NULL AND id < ?
            ORDER BY id DESC
            LIMIT ?
            """
                    .replace("{columns}", COLUMNS);

    private static final String SELECT_BY_ID =
            """
            SELECT {columns}
            FROM dead_letters
            WHERE dismissed_at IS NULL AND id = ?
            """
                    .replace("{columns}", COLUMNS);

    private static final String SELECT_OF_HELD_PRODUCTS =
            """
            SELECT id
            FROM dead_letters
            WHERE dismissed_at IS NULL
                AND product_id IN (SELECT h.product_id FROM held_products h)
            ORDER BY product_id, sequence_number, id
            LIMIT ?
            """;

    private static final String COUNT =
            """
            SELECT count(*) FROM dead_letters WHERE dismissed_at IS NULL
            """;

    private static final String COUNT_OF_PRODUCT =
            """
            SELECT count(*) FROM dead_letters WHERE dismissed_at IS NULL AND product_id = ?
            """;

    private static final String COUNT_CONTRADICTED =
            """
            SELECT count(*) FROM held_products WHERE contradicted AND product_id = ?
            """;

    private static final String UPDATE_CAUSE =
            """
            UPDATE dead_letters SET cause = ? WHERE id = ? AND dismissed_at IS NULL
            """;

    private static final String DELETE =
            """
            DELETE FROM dead_letters WHERE id = ? AND dismissed_at IS NULL
            """;

    private static final String DISMISS =
            """
            UPDATE dead_letters SET
                dismissed_at = ?, record_key = NULL, record_value = NULL, headers = '[]'
            WHERE id = ? AND dismissed_at IS NULL
            """;

    private static final String DELETE_OLDEST_DISMISSED =
            """
            DELETE FROM dead_letters
            WHERE id IN (
                SELECT id FROM dead_letters
                WHERE dismissed_at IS NOT NULL ORDER BY id DESC OFFSET ?)
            """;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    public DeadLetterTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to {@code limit} letters with a lower id, newest first. */
    public List<KeptDeadLetter> before(long id, int limit) {
        return jdbc.sql(SELECT_BEFORE).params(id, limit).query((row, _) -> kept(row)).list();
    }

    /** The letter with this id, unless it is dismissed. */
    public Optional<KeptDeadLetter> find(long id) {
        return jdbc.sql(SELECT_BY_ID).param(id).query((row, _) -> kept(row)).optional();
    }

    /** The number of letters. */
    public long count() {
        return jdbc.sql(COUNT).query(Long.class).single();
    }

    /** The ids of letters of held products, each product's in the order of its events. */
    List<Long> ofHeldProducts(int limit) {
        return jdbc.sql(SELECT_OF_HELD_PRODUCTS)
                .param(limit)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    long countOfProduct(String productId) {
        return jdbc.sql(COUNT_OF_PRODUCT).param(productId).query(Long.class).single();
    }

    /** Whether two different events of the product had the same sequence number. */
    boolean isContradicted(String productId) {
        return jdbc.sql(COUNT_CONTRADICTED).param(productId).query(Long.class).single() > 0;
    }

    void updateCause(long id, String cause) {
        jdbc.sql(UPDATE_CAUSE).params(cause.replace('\0', '\uFFFD'), id).update();
    }

    void delete(long id) {
        jdbc.sql(DELETE).param(id).update();
    }

    /**
     * Dismisses a letter; only its place in the topic is kept.
     *
     * @param dismissedMax the number of dismissed letters whose places are kept
     */
    void dismiss(long id, Instant now, int dismissedMax) {
        jdbc.sql(DISMISS).params(now.atOffset(ZoneOffset.UTC), id).update();
        jdbc.sql(DELETE_OLDEST_DISMISSED).param(dismissedMax).update();
    }

    private static KeptDeadLetter kept(ResultSet row) throws SQLException {
        var source =
                new ConsumerRecord<>(
                        "",
                        row.getInt("partition"),
                        row.getLong("record_offset"),
                        ConsumerRecord.NO_TIMESTAMP,
                        TimestampType.NO_TIMESTAMP_TYPE,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        row.getBytes("record_key"),
                        row.getBytes("record_value"),
                        headers(row.getString("headers")),
                        Optional.empty());
        var letter =
                new DeadLetter(
                        row.getString("product_id"),
                        number(row, "sequence_number"),
                        number(row, "position"),
                        row.getString("cause"),
                        source);
        return new KeptDeadLetter(
                row.getLong("id"),
                row.getString("topic_id"),
                letter,
                row.getInt("value_bytes"),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }

    private static Headers headers(String json) {
        var headers = new RecordHeaders();
        for (JsonNode header : MAPPER.readTree(json)) {
            JsonNode value = header.path("value");
            headers.add(
                    header.path("name").asString(""), value.isNull() ? null : value.binaryValue());
        }
        return headers;
    }
}
