package io.stockledger.query.generations;

import io.stockledger.query.changes.ChangeLog;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

/** The kinds of transaction in which generations are read and changed. Thread-safe. */
final class GenerationTransactions {

    /**
     * How long a change of views or tables waits for running reads. Later reads wait behind the
     * change, so it fails after a short time and is tried again.
     */
    private static final String SET_LOCK_TIMEOUT =
            "SELECT set_config('lock_timeout', '250ms', true)";

    /** The SQLSTATE of a lock timeout. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final TransactionTemplate transactions;
    private final TransactionTemplate snapshots;
    private final GenerationTable table;
    private final ChangeLog changes = new ChangeLog();

    GenerationTransactions(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.template = new JdbcTemplate(dataSource);
        var manager = new DataSourceTransactionManager(dataSource);
        this.transactions = new TransactionTemplate(manager);
        this.snapshots = new TransactionTemplate(manager);
        snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.table = new GenerationTable(jdbc);
    }

    /** Runs the work in a transaction during which no batch runs and no other state changes. */
    <T> T withStatesLocked(Supplier<T> work) {
        return inTransaction(
                () -> {
                    table.lockStates();
                    return work.get();
                });
    }

    /** Runs the work in a transaction that is rolled back if it waits too long for a lock. */
    TransitionOutcome withLockTimeout(Supplier<TransitionOutcome> work) {
        try {
            return inTransaction(
                    () -> {
                        jdbc.sql(SET_LOCK_TIMEOUT).query(_ -> {});
                        return work.get();
                    });
        } catch (UncategorizedSQLException e) {
            SQLException cause = e.getSQLException();
            if (cause != null && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                return new TransitionOutcome.LockTimeout();
            }
            throw e;
        }
    }

    /** Runs the work in a transaction that sees the tables as they are at its start. */
    <T> @Nullable T inSnapshot(Supplier<@Nullable T> work) {
        return snapshots.execute(_ -> work.get());
    }

    /**
     * Tells every replica, when the transaction commits, that reads now come from other tables, so
     * that all data in their memory may be out of date.
     */
    void announceSwap() {
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            changes.everythingChanged(connection);
                            return true;
                        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        T result = transactions.execute(_ -> work.get());
        return Optional.ofNullable(result).orElseThrow();
    }
}
