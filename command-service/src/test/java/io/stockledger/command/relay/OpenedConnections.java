package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

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

    /** The value of a setting of the server for the connection that was opened last. */
    @Nullable String setting(String name) throws SQLException {
        try (PreparedStatement statement =
                Objects.requireNonNull(last).prepareStatement("SELECT current_setting(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Takes the notifications that the driver keeps, without reading from the server. */
    int takeKeptNotifications() throws SQLException {
        PgConnection connection = last;
        return connection == null ? 0 : connection.getQueryExecutor().getNotifications().length;
    }
}
