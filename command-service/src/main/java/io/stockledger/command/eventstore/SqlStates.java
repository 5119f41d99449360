package io.stockledger.command.eventstore;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/** Tells what a database error means, by its SQLSTATE. */
final class SqlStates {

    private SqlStates() {}

    /**
     * Whether the server's answer may have been lost: connection exceptions (class 08), a server
     * that went away (57P01 to 57P05), or an error without a state, which is the driver's own.
     */
    static boolean isConnectionLost(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    /**
     * Whether the server refused a value, as opposed to failing: data exceptions (22), broken
     * constraints (23), and limits such as an index row's size (54).
     */
    static boolean isDataRefused(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
