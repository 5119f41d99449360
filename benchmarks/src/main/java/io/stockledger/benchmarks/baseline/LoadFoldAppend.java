package io.stockledger.benchmarks.baseline;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.command.domain.Decision;
import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductDecisions;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.EventType;
import io.stockledger.events.InventoryEvent;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import javax.sql.DataSource;

/**
 * Event sourcing as textbooks show it. For each command, on its own connection, the handler loads
 * the events of the stream, folds them, decides, and inserts the next event. If another command
 * inserted an event with the same sequence number, the UNIQUE constraint fails and the handler
 * starts again. There are no snapshots and no batches. The domain and the JSON are those of the
 * service, so that only the way of writing differs. Thread-safe.
 */
public final class LoadFoldAppend {

    /** The maximum number of commands that use the database at the same time. */
    public static final int CONNECTIONS = 32;

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String LOAD =
            """
            SELECT payload, occurred_at
            FROM baseline_events
            WHERE aggregate_id = ?
            ORDER BY sequence_number
            """;

    private static final String APPEND =
            """
            INSERT INTO baseline_events (event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                         event_version, occurred_at, payload, metadata)
            VALUES (?, ?, 'Inventory', ?, ?, ?, ?, ?::json, ?::json)
            """;

    private final DataSource dataSource;
    private final LongAdder retries = new LongAdder();
    private final LongAccumulator longestStream = new LongAccumulator(Math::max, 0);

    /** Creates a handler for a database after {@link #createProducts}. */
    public LoadFoldAppend(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Creates the table and registers the products. */
    public static void createProducts(DataSource owner, int products) throws SQLException {
        BaselineTable.create(owner);
        BaselineTable.registerProducts(
                owner, products, FilledProducts.OPENING_STOCK, FilledProducts.WAREHOUSE);
    }

    /** The event that a command recorded. */
    public record AppendedEvent(UUID eventId, String eventType, long version) {}

    /**
     * Handles a command, with as many attempts as necessary.
     *
     * @throws IllegalStateException if the command is refused, because the figures of the load
     *     would be wrong
     */
    public AppendedEvent handle(ProductCommand command) throws SQLException {
        while (true) {
            try (Connection connection = dataSource.getConnection()) {
                Product product = load(connection, command.productId());
                long version = product.version() + 1;
                AppendedEvent appended = append(connection, decide(product, command), version);
                longestStream.accumulate(version);
                return appended;
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                retries.increment();
            }
        }
    }

    /** Describes the run for the results, because each event makes the handler slower. */
    public String note() {
        return "%,d retries; the longest stream had %,d events at the end"
                .formatted(retries.sum(), longestStream.get());
    }

    private static InventoryEvent decide(Product product, ProductCommand command) {
        Decision decision = ProductDecisions.decide(product, command, null, Instant.now());
        if (decision instanceof Acceptance(var events)) {
            return events.getFirst();
        }
        throw new IllegalStateException("the baseline was refused: " + decision);
    }

    private static Product load(Connection connection, String productId) throws SQLException {
        Product product = new Product(productId);
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            statement.setString(1, productId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    product.apply(
                            EventJson.readPayload(rows.getString(1)),
                            rows.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
        }
        product.keep();
        return product;
    }

    private static AppendedEvent append(Connection connection, InventoryEvent event, long version)
            throws SQLException {
        UUID eventId = UUID.randomUUID();
        EventType type = EventType.of(event);
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            statement.setObject(1, eventId);
            statement.setString(2, event.productId());
            statement.setLong(3, version);
            statement.setString(4, type.wireName());
            statement.setInt(5, type.wireVersion());
            statement.setObject(6, OffsetDateTime.now(ZoneOffset.UTC));
            statement.setString(7, EventJson.writePayload(event));
            statement.setString(
                    8,
                    EventJson.writeMetadata(
                            new EventMetadata(
                                    UUID.randomUUID().toString(), null, null, null, null)));
            statement.executeUpdate();
        }
        return new AppendedEvent(eventId, type.wireName(), version);
    }
}
