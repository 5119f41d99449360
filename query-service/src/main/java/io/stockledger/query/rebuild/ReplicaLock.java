package io.stockledger.query.rebuild;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Has one replica at a time do what would be done for nothing by two. It saves work and is no
 * guard: what must not be done twice is guarded by its own transaction. Thread-safe.
 */
public final class ReplicaLock {

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(740, 2)";

    private final DataSource dataSource;

    public ReplicaLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Does the work, unless another replica is at it. */
    void alone(Runnable work) {
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
            throw new IllegalStateException("cannot tell whether another replica is at it", e);
        }
    }
}
