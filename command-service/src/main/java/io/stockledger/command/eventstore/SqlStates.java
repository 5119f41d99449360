package io.stockledger.command.eventstore;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/** Classifies database errors by their SQLSTATE. */
final class SqlStates {

    private SqlStates() {}

    /**
     * Whether the server's answer may have been lost: connection exceptions (class 08), a server
     * that has shut down (57P01 to 57P05), or an error of the driver, which has no SQLSTATE.
     */
    static boolean isConnectionLost(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    /**
     * Whether the server has refused a value: data exceptions (class 22), violated constraints
     * (class 23), and exceeded limits such as the size of an index row (class 54).
     */
    static boolean isDataRefused(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
