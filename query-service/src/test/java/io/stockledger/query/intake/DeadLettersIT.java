package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.query.intake.DeadLetterRecovery.Result;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.Histories;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class DeadLettersIT {

    private static final int READ_MODELS = 4;

    /** Two products, each with more than five events. */
    private static final List<EventEnvelope> EVENTS = new Histories(6, 2, 3).next(40);

    private ViewTables tables;
    private DeadLetterRecovery recovery;

    @BeforeEach
    void createTables() {
        tables = new ViewTables();
        recovery = tables.recovery();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void an_unreadable_record_is_kept_once_with_its_cause_and_content() throws SQLException {
        var record = Batches.record(41, "product-1", "not json \0 at all");
        record.headers().add("position", "4711".getBytes(StandardCharsets.UTF_8));
        project(Batches.records(EVENTS));
        project(List.of(record));
        project(List.of(record));

        List<KeptDeadLetter> letters = letters();
        assertThat(letters).hasSize(1);
        KeptDeadLetter kept = letters.getFirst();
        assertThat(kept.letter().productId()).isEqualTo("product-1");
        assertThat(kept.letter().cause()).isEqualTo("the record is not JSON");
        assertThat(kept.letter().source().value()).isEqualTo(record.value());
        assertThat(kept.letter().source().key()).isEqualTo(record.key());
        assertThat(kept.letter().source().headers()).isEqualTo(record.headers());
        assertThat(kept.letter().place()).isEqualTo(new DeadLetter.Place(0, 41));
        assertThat(held("product-1")).hasSize(READ_MODELS);
        assertThat(recovery.table().count()).isEqualTo(1);
    }

    @Test
    void a_record_without_a_product_is_kept_and_holds_nothing() throws SQLException {
        project(List.of(Batches.record(1, "a\0b", "{}")));

        assertThat(letters()).hasSize(1);
        assertThat(heldCount()).isZero();
        assertThat(recovery.dismiss(letters().getFirst().id())).isTrue();
        assertThat(letters()).isEmpty();
    }

    @Test
    void the_dismissal_of_the_only_letter_releases_the_product_also_for_a_rebuild()
            throws SQLException {
        project(Batches.records(EVENTS));
        var garbage = Batches.record(41, "product-1", "garbage");
        project(List.of(garbage));
        long changesBefore = changes();

        assertThat(recovery.dismiss(letters().getFirst().id())).isTrue();

        assertThat(heldCount()).isZero();
        assertThat(letters()).isEmpty();
        assertThat(changes()).as("cached answers are dropped").isEqualTo(changesBefore + 1);
        // A rebuild, or a replica that has lost its offsets, receives the record again.
        forgetProgress();
        project(List.of(garbage));
        assertThat(heldCount()).isZero();
        assertThat(letters()).isEmpty();
    }

    @Test
    void the_dismissal_of_a_letter_does_not_release_a_product_with_a_missing_event()
            throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        project(Batches.records(ofProduct.subList(4, 5)));
        project(List.of(Batches.record(41, "product-1", "garbage")));

        recovery.dismiss(letters().getFirst().id());

        assertThat(held("product-1"))
                .hasSize(READ_MODELS)
                .allMatch(row -> row.contains("4 5 event 4 is missing"));
        project(Batches.records(ofProduct));
        assertThat(heldCount()).isZero();
    }

    @Test
    void a_forged_number_does_not_hold_a_product_after_its_next_event() throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        EventEnvelope forged = forged(ofProduct.get(3), (1L << 53) - 1);
        project(List.of(Batches.record(900, "product-1", EventJson.writeEnvelope(forged))));
        assertThat(held("product-1")).hasSize(READ_MODELS);

        project(Batches.records(ofProduct.subList(3, 5)));

        assertThat(heldCount()).isZero();
        assertThat(letters()).as("the letter stays for the operator").hasSize(1);
    }

    @Test
    void a_contradicted_product_stays_held_until_its_letter_is_dismissed() throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        EventEnvelope other = forged(ofProduct.get(2), 3);
        List<ConsumerRecord<byte[], byte[]>> record =
                List.of(Batches.record(900, "product-1", EventJson.writeEnvelope(other)));
        project(record);
        project(Batches.records(ofProduct.subList(3, 5)));
        project(record);

        assertThat(held("product-1"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("event 3 differs from the applied one"));
        KeptDeadLetter letter = letters().getFirst();
        assertThat(letter.letter().cause()).startsWith("event 3 differs from the applied one");
        assertThat(recovery.retry(letter.id()).orElseThrow()).isInstanceOf(Result.Kept.class);
        assertThat(held("product-1")).hasSize(1);

        recovery.dismiss(letter.id());
        forgetProgress();
        project(record);
        assertThat(heldCount()).isZero();
    }

    @Test
    void a_row_that_an_earlier_version_has_raised_is_compared_with_nothing() throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        // An earlier version applies event 4 and does not write the id.
        tables.jdbc()
                .sql("UPDATE inventory_g1.inventory_view SET version = 4 WHERE product_id = ?")
                .param("product-1")
                .update();

        project(Batches.records(ofProduct.subList(3, 4)));

        assertThat(held("product-1")).noneMatch(row -> row.contains("differs"));
    }

    @Test
    void an_event_that_the_database_refuses_is_the_letter_and_the_events_before_it_are_applied()
            throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        var records = new ArrayList<>(Batches.records(ofProduct.subList(0, 4)));
        String unstorable =
                EventJson.writeEnvelope(ofProduct.get(4))
                        .replaceFirst("\"correlationId\":\"", "$0\\\\u0000");
        records.add(Batches.record(41, "product-1", unstorable));
        project(records);

        assertThat(letters())
                .singleElement()
                .satisfies(
                        kept -> {
                            assertThat(kept.letter().sequenceNumber()).isEqualTo(5);
                            assertThat(kept.letter().cause())
                                    .startsWith("event 5 cannot be applied")
                                    .contains("SQLSTATE");
                        });
        assertThat(version("product-1")).isEqualTo(4);
        project(Batches.records(ofProduct));
        assertThat(heldCount()).isZero();
    }

    @Test
    void an_impossible_event_is_refused_by_every_read_model_and_costs_only_its_product()
            throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        EventEnvelope next = ofProduct.get(3);
        var impossible =
                new EventEnvelope(
                        new UUID(0x7000L, -4),
                        next.aggregateId(),
                        next.aggregateType(),
                        next.sequenceNumber(),
                        next.position(),
                        next.occurredAt(),
                        new StockAdjusted("product-1", "nowhere", 9_999, 1, "a\0b"),
                        next.metadata());
        project(Batches.records(ofProduct.subList(0, 3)));

        project(Batches.records(List.of(impossible)));
        project(Batches.records(of("product-0")));

        assertThat(held("product-1"))
                .hasSize(READ_MODELS)
                .allMatch(row -> row.contains("a\uFFFDb"));
        assertThat(version("product-0")).isEqualTo(of("product-0").size());
        project(Batches.records(ofProduct));
        assertThat(heldCount()).isZero();
        assertThat(
                        tables.jdbc()
                                .sql(
                                        """
                                        SELECT event_id FROM movements
                                        WHERE product_id = 'product-1' AND sequence_number = 4
                                        """)
                                .query(UUID.class)
                                .single())
                .isEqualTo(next.eventId());
    }

    @Test
    void an_event_at_the_bounds_of_its_values_is_applied() throws SQLException {
        long max = (1L << 53) - 1;
        List<EventEnvelope> events =
                new HandwrittenLog()
                        .add(new ProductRegistered("edge", "n".repeat(10_000), "s", 0, "main"))
                        .add(new StockReceived("edge", "w".repeat(300), max, "r"))
                        .add(
                                new StockReserved(
                                        "edge",
                                        "o".repeat(300),
                                        1,
                                        Instant.parse("9999-12-31T23:59:59.999999Z")))
                        .events();
        project(Batches.records(events));

        assertThat(letters()).isEmpty();
        assertThat(version("edge")).isEqualTo(3);
    }

    @Test
    void rows_that_cannot_be_read_cost_only_their_product() throws SQLException {
        project(Batches.records(EVENTS.subList(0, 20)));
        tables.jdbc()
                .sql(
                        """
                        UPDATE inventory_g1.inventory_view SET warehouses = '[1]'
                        WHERE product_id = 'product-1'
                        """)
                .update();
        tables.jdbc()
                .sql(
                        """
                        UPDATE inventory_g1.inventory_view
                        SET warehouses = '{"main": 9223372036854775807, "x": 9223372036854775807}'
                        WHERE product_id = 'product-1'
                        """)
                .update();

        project(Batches.records(EVENTS));

        assertThat(version("product-0")).isEqualTo(of("product-0").size());
        assertThat(held("product-1")).isNotEmpty();
        assertThat(held("product-0")).isEmpty();
    }

    @Test
    void a_letter_that_is_readable_now_is_applied_on_a_retry_and_releases_its_product()
            throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        String json = EventJson.writeEnvelope(ofProduct.get(3));
        project(List.of(Batches.record(41, "product-1", newer(json))));
        assertThat(held("product-1")).hasSize(READ_MODELS);
        KeptDeadLetter letter = letters().getFirst();
        assertThat(letter.letter().cause()).contains("was written by a newer version");
        assertThat(recovery.retry(letter.id()).orElseThrow())
                .isInstanceOfSatisfying(
                        Result.Kept.class, kept -> assertThat(kept.cause()).contains("newer"));

        upgrade(json);
        assertThat(recovery.retry(letter.id())).contains(new Result.Applied());

        assertThat(heldCount()).isZero();
        assertThat(letters()).isEmpty();
        assertThat(version("product-1")).isEqualTo(4);
        assertThat(recovery.retry(letter.id())).isEmpty();
    }

    @Test
    void the_first_check_after_a_start_tries_the_letters_of_held_products_again()
            throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        String json = EventJson.writeEnvelope(ofProduct.get(3));
        project(List.of(Batches.record(41, "product-1", newer(json))));
        upgrade(json);
        recovery.checkOnce();

        assertThat(version("product-1")).isEqualTo(4);
        assertThat(heldCount()).isZero();
        assertThat(recovery.open()).isZero();
    }

    @Test
    void a_retry_makes_no_progress_in_the_topic() throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        project(Batches.records(ofProduct.subList(0, 3)));
        String json = EventJson.writeEnvelope(ofProduct.get(3));
        project(List.of(Batches.record(41, "product-1", newer(json))));
        upgrade(json);
        List<String> before = tables.rows().get("projection_progress");

        recovery.retry(letters().getFirst().id());

        assertThat(tables.rows().get("projection_progress")).isEqualTo(before);
    }

    @Test
    void a_letter_whose_event_was_applied_is_removed_on_a_retry() throws SQLException {
        List<EventEnvelope> ofProduct = of("product-1");
        String json = EventJson.writeEnvelope(ofProduct.get(1));
        project(Batches.records(ofProduct.subList(0, 1)));
        project(List.of(Batches.record(41, "product-1", newer(json))));
        project(Batches.records(ofProduct.subList(1, 4)));
        upgrade(json);

        assertThat(recovery.retry(letters().getFirst().id())).contains(new Result.AlreadyApplied());
        assertThat(letters()).isEmpty();
    }

    @Test
    void a_record_that_is_not_kept_whole_is_not_tried_again() throws SQLException {
        project(List.of(Batches.record(1, "product-1", "x".repeat(70_000))));

        KeptDeadLetter letter = letters().getFirst();
        assertThat(letter.valueBytes()).isEqualTo(70_000);
        assertThat(letter.letter().source().value()).hasSize(65_536);
        assertThat(recovery.retry(letter.id()).orElseThrow())
                .isInstanceOfSatisfying(
                        Result.Kept.class,
                        kept -> assertThat(kept.cause()).contains("is not kept whole"));
    }

    @Test
    void the_oldest_letters_are_removed_when_there_are_too_many() throws SQLException {
        for (int i = 0; i < ViewTables.LETTERS_MAX + 5; i++) {
            project(List.of(Batches.record(i, "product-" + i, "garbage")));
        }

        assertThat(letters()).hasSize(ViewTables.LETTERS_MAX);
        assertThat(letters().getLast().letter().place().offset()).isEqualTo(5);
        assertThat(held("product-0")).as("the hold stays").hasSize(READ_MODELS);
    }

    @Test
    void a_held_product_keeps_the_completeness_that_its_generation_had() throws SQLException {
        project(Batches.records(EVENTS));
        tables.jdbc()
                .sql(
                        """
                        UPDATE projections SET
                            position = 40, complete_through = '2026-03-01T10:00:00Z'
                        """)
                .update();
        project(List.of(Batches.record(41, "product-1", "garbage")));
        tables.jdbc().sql("UPDATE projections SET position = 50").update();
        project(List.of(Batches.record(42, "product-1", "more garbage")));

        assertThat(
                        tables.jdbc()
                                .sql(
                                        """
                                        SELECT DISTINCT position || ' ' ||
                                            (complete_through = '2026-03-01T10:00:00Z')
                                        FROM held_products
                                        """)
                                .query((row, _) -> row.getString(1))
                                .list())
                .containsExactly("40 true");
    }

    private static String newer(String json) {
        return json.replaceFirst("\"type\":\"", "$0Newer");
    }

    /** Makes the kept record readable, as a newer version of the service does. */
    private void upgrade(String json) {
        tables.jdbc()
                .sql("UPDATE dead_letters SET record_value = ?")
                .param(json.getBytes(StandardCharsets.UTF_8))
                .update();
    }

    private static EventEnvelope forged(EventEnvelope event, long sequenceNumber) {
        return new EventEnvelope(
                new UUID(0x7000L, -sequenceNumber),
                event.aggregateId(),
                event.aggregateType(),
                sequenceNumber,
                event.position(),
                event.occurredAt(),
                event.payload(),
                event.metadata());
    }

    private static List<EventEnvelope> of(String productId) {
        return EVENTS.stream().filter(event -> event.aggregateId().equals(productId)).toList();
    }

    private void project(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        tables.projector().project(records, Batches.TOPIC_ID);
    }

    private void forgetProgress() {
        tables.jdbc().sql("DELETE FROM projection_progress").update();
    }

    private List<KeptDeadLetter> letters() {
        return recovery.table().before(Long.MAX_VALUE, 100);
    }

    private long changes() {
        return tables.jdbc().sql("SELECT number FROM change_head").query(Long.class).single();
    }

    private long heldCount() {
        return tables.jdbc().sql("SELECT count(*) FROM held_products").query(Long.class).single();
    }

    private List<String> held(String productId) {
        return tables.jdbc()
                .sql(
                        """
                        SELECT expected_sequence_number || ' ' || seen_sequence_number || ' '
                            || reason
                        FROM held_products WHERE product_id = ?
                        """)
                .param(productId)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private long version(String productId) {
        return tables.jdbc()
                .sql("SELECT version FROM inventory_view WHERE product_id = ?")
                .param(productId)
                .query(Long.class)
                .single();
    }
}
