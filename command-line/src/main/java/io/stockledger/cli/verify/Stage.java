package io.stockledger.cli.verify;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/** One pass of a verification over one of the sources. It can be interrupted and continued. */
interface Stage {

    /** The name in the progress and in the state file. */
    String name();

    /**
     * Runs the rest of the stage.
     *
     * @param cursor the last cursor that an earlier run has passed to {@link Checkpoints#reached};
     *     null to begin
     * @throws InterruptedVerificationException if the operator interrupts it
     * @throws SQLException if a database fails
     */
    void run(@Nullable String cursor, Checkpoints checkpoints) throws SQLException;

    /** The points at which a stage can be continued. */
    interface Checkpoints {

        /**
         * Records that everything before the cursor is verified, and shows the progress.
         *
         * @param done the number of units (events, rows or records) since the beginning of the
         *     stage's run
         * @throws InterruptedVerificationException if the operator has interrupted the run; the
         *     cursor is recorded
         */
        void reached(String cursor, long done);

        /**
         * Shows the progress between two cursors.
         *
         * @throws InterruptedVerificationException if the operator has interrupted the run; the
         *     next run goes on after a cursor that was recorded before
         */
        void progressed(long done);
    }
}
