package io.stockledger.command.eventstore;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/** Classifies database errors by their SQLSTATE. */
final class SqlStates {

    private SqlStates() {}

    /**
     * Whether the server's answer may have been lost: connection exceptions (class 08), a server
     * that has shut down (57P01 to 57P05), a transaction that the server has ended together with
     * its connection because it took too long (25P03, 25P04), or an error of the driver, which has
     * no SQLSTATE.
     */
    static boolean isConnectionLost(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("25P03")
                || state.equals("25P04");
    }

    /** Whether a lock was not free in time (55P03). */
    static boolean isLockTimeout(SQLException e) {
        return "55P03".equals(e.getSQLState());
    }

    /** Whether the event log is halted ({@code read_log_head}). */
    static boolean isLogHalted(SQLException e) {
        return "SL001".equals(e.getSQLState());
    }

    /** Whether the event log is in another epoch than the caller's ({@code read_log_head}). */
    static boolean isOtherEpoch(SQLException e) {
        return "SL002".equals(e.getSQLState());
    }

    /** Whether the event log lacks an event that the caller knows ({@code read_log_head}). */
    static boolean isEventMissing(SQLException e) {
        return "SL003".equals(e.getSQLState());
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
