package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.util.List;

/**
 * Reads the event log backwards to find the last event of a partition. The partition of an event is
 * not stored, since it depends on the number of partitions. Thread-safe.
 */
final class BackwardLog {

    private static final int ROWS_OF_ALL = 5_000;
    private static final int ROWS_OF_ONE = 100;

    private static final String BEFORE =
            """
            SELECT position, aggregate_id
            FROM events
            WHERE position <= :from
            ORDER BY position DESC
            LIMIT :max
            """;

    private final JdbcClient jdbc;

    private record Row(long position, String productId) {

        int partition(int partitions) {
            return LastPositions.partition(productId.getBytes(UTF_8), partitions);
        }
    }

    BackwardLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The last position of each partition up to that position. Reads the log back to its beginning
     * if a partition has no event.
     *
     * @param right is confirmed before each read, since that may take minutes
     */
    LastPositions lastPositions(long upTo, int partitions, PublishingRight right)
            throws SQLException, LeadLostException, TopicChangedException {
        long[] found = new long[partitions];
        int missing = partitions;
        long from = upTo;
        while (missing > 0 && from > 0) {
            right.confirm();
            List<Row> rows = rows(from, ROWS_OF_ALL);
            for (Row row : rows) {
                int partition = row.partition(partitions);
                if (found[partition] == 0) {
                    found[partition] = row.position();
                    missing--;
                }
            }
            from = rows.isEmpty() ? 0 : rows.getLast().position() - 1;
        }
        return new LastPositions(upTo, found);
    }

    /**
     * The position of the last event of the partition up to that position, 0 if the partition has
     * no event.
     */
    long lastOf(int partition, int partitions, long upTo, PublishingRight right)
            throws SQLException, LeadLostException, TopicChangedException {
        long from = upTo;
        for (int max = ROWS_OF_ONE; from > 0; max = ROWS_OF_ALL) {
            right.confirm();
            List<Row> rows = rows(from, max);
            for (Row row : rows) {
                if (row.partition(partitions) == partition) {
                    return row.position();
                }
            }
            from = rows.isEmpty() ? 0 : rows.getLast().position() - 1;
        }
        return 0;
    }

    private List<Row> rows(long from, int max) {
        return jdbc.sql(BEFORE)
                .param("from", from)
                .param("max", max)
                .query((row, _) -> new Row(row.getLong(1), row.getString(2)))
                .list();
    }
}
