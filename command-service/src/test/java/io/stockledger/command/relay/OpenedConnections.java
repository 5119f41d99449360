package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/** The connections of one relay. A test can cut them off and read the driver's notifications. */
final class OpenedConnections extends DelegatingDataSource {

    private volatile boolean cutOff;
    private volatile @Nullable PgConnection last;

    OpenedConnections(DataSource connections) {
        super(connections);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (cutOff) {
            throw new SQLException("cut off by the test", "08001");
        }
        Connection opened = super.getConnection();
        last = opened.unwrap(PgConnection.class);
        return opened;
    }

    /** From now on no connection can be opened. */
    void cutOff() {
        cutOff = true;
    }

    /** Takes the notifications that the driver keeps, without reading from the server. */
    int takeKeptNotifications() throws SQLException {
        PgConnection connection = last;
        return connection == null ? 0 : connection.getQueryExecutor().getNotifications().length;
    }
}
