package io.stockledger.query.intake;

import io.stockledger.query.changes.ChangeLog;
import io.stockledger.query.generations.GenerationTable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

/**
 * Tries dead letters again with the present code, and dismisses them. A letter that is tried again
 * is projected like any record, so the version guard decides whether its event is the next one. It
 * makes no progress in the topic. Thread-safe.
 */
public final class DeadLetterRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRecovery.class);

    /** The number of letters that are tried again when the service starts. */
    private static final int TRIED_AT_START_MAX = 10_000;

    /** What became of a letter that was tried again. */
    public sealed interface Result {

        /** Its event is applied now. The letter is removed. */
        record Applied() implements Result {}

        /** Its event, or a later one, was applied before. The letter is removed. */
        record AlreadyApplied() implements Result {}

        /** The letter is kept because of this cause. */
        record Kept(String cause) implements Result {}
    }

    private final BatchProjector projector;
    private final DeadLetters letters;
    private final DeadLetterTable table;
    private final JdbcTemplate template;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final ChangeLog changes = new ChangeLog();
    private volatile long open;
    private boolean triedAtStart;

    public DeadLetterRecovery(
            DataSource dataSource, BatchProjector projector, DeadLetters letters, Clock clock) {
        this.projector = projector;
        this.letters = letters;
        this.table = new DeadLetterTable(JdbcClient.create(dataSource));
        this.template = new JdbcTemplate(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.clock = clock;
    }

    /** The letters that this object changes. */
    public DeadLetterTable table() {
        return table;
    }

    /** The number of letters at the last check. */
    public long open() {
        return open;
    }

    /**
     * Counts the letters. The first check tries those of held products again, since a newer version
     * of the service may be able to read them. For one thread.
     *
     * @throws DataAccessException if the database fails
     */
    public void checkOnce() {
        if (!triedAtStart) {
            tryHeldProducts();
            triedAtStart = true;
        }
        open = table.count();
    }

    private void tryHeldProducts() {
        List<Long> ids = table.ofHeldProducts(TRIED_AT_START_MAX);
        long gone = 0;
        for (long id : ids) {
            gone +=
                    retry(id).filter(result -> !(result instanceof Result.Kept)).isPresent()
                            ? 1
                            : 0;
        }
        if (!ids.isEmpty()) {
            LOG.info(
                    "Tried {} dead letters of held products again: {} are applied, {} are kept",
                    ids.size(),
                    gone,
                    ids.size() - gone);
        }
    }

    /**
     * Tries a letter again.
     *
     * @return empty if there is no such letter
     * @throws DataAccessException if the database fails
     */
    public Optional<Result> retry(long id) {
        return table.find(id).map(this::retry);
    }

    private Result retry(KeptDeadLetter kept) {
        if (kept.isTruncated()) {
            return keep(
                    kept,
                    "the record has "
                            + kept.valueBytes()
                            + " bytes and is not kept whole, so it cannot be read again");
        }
        TopicBatch batch = RecordReader.read(List.of(kept.letter().source())).again();
        if (!batch.letters().isEmpty()) {
            return keep(kept, batch.letters().getFirst().cause());
        }
        List<ProductOutcome> outcomes = project(batch, kept.topicId()).products();
        Optional<DeadLetter> letter =
                outcomes.stream().flatMap(outcome -> outcome.letters().stream()).findFirst();
        if (letter.isPresent()) {
            return keep(kept, letter.get().cause());
        }
        Long number = kept.letter().sequenceNumber();
        long version = outcomes.stream().mapToLong(ProductOutcome::version).min().orElse(0);
        if (number == null || version < number) {
            return keep(kept, "the event waits for event " + (version + 1) + ", which is missing");
        }
        boolean applied = outcomes.stream().anyMatch(outcome -> outcome.applied() > 0);
        String productId = kept.letter().productId();
        if (!applied && productId != null && table.isContradicted(productId)) {
            return new Result.Kept(kept.letter().cause());
        }
        transactions.executeWithoutResult(
                _ -> {
                    lockStates();
                    table.delete(kept.id());
                    release(productId);
                });
        return applied ? new Result.Applied() : new Result.AlreadyApplied();
    }

    private Result keep(KeptDeadLetter kept, String cause) {
        table.updateCause(kept.id(), cause);
        return new Result.Kept(cause);
    }

    private BatchOutcome project(TopicBatch batch, String topicId) {
        try {
            return projector.outcome(batch, topicId);
        } catch (SQLException e) {
            DataAccessException translated =
                    template.getExceptionTranslator().translate("dead letter", null, e);
            throw translated == null
                    ? new IllegalStateException("the dead letter was not projected", e)
                    : translated;
        }
    }

    /**
     * Dismisses a letter: its record is treated as if it were not in the topic. A product that is
     * held only because of this record is released.
     *
     * @return whether there was such a letter
     * @throws DataAccessException if the database fails
     */
    public boolean dismiss(long id) {
        return Boolean.TRUE.equals(transactions.execute(_ -> dismissInTransaction(id)));
    }

    private boolean dismissInTransaction(long id) {
        lockStates();
        Optional<KeptDeadLetter> kept = table.find(id);
        if (kept.isEmpty()) {
            return false;
        }
        table.dismiss(id, clock.instant(), letters.lettersMax());
        DeadLetter letter = kept.get().letter();
        LOG.info(
                "The dead letter {} of product '{}' is dismissed: {}",
                id,
                letter.productId(),
                letter.cause());
        release(letter.productId());
        return true;
    }

    /** Releases a product without further letters that is held for no other reason. */
    private void release(@Nullable String productId) {
        if (productId == null || table.countOfProduct(productId) > 0) {
            return;
        }
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            changes.changed(
                                    connection,
                                    HeldProducts.releaseDismissed(connection, productId));
                            return true;
                        });
    }

    /** No batch runs until the end of the transaction, so no batch holds the product again. */
    private void lockStates() {
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            GenerationTable.lockStates(connection);
                            return true;
                        });
    }
}
