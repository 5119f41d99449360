package io.stockledger.query.rebuild;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * A lock that one replica at a time can hold, for work that a second replica would only repeat. It
 * saves work and protects nothing: work that must not be done twice is protected by its own
 * transaction. Thread-safe.
 */
public final class ReplicaLock {

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(740, 2)";

    private final DataSource dataSource;

    public ReplicaLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Runs the work while holding the lock; does nothing if another replica holds it. */
    void runIfFree(Runnable work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (var lock = connection.prepareStatement(TRY_LOCK);
                    ResultSet row = lock.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    work.run();
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot take the lock of the replicas", e);
        }
    }
}
