package io.stockledger.command.writer;

/**
 * The limits of the writer loop.
 *
 * @param queueCommandsMax how many commands wait in line before more are refused
 * @param batchCommandsMax how many are decided and appended together; an order counts as many as it
 *     has products
 * @param parkedPerProductMax how many wait for one product that is being loaded
 * @param loadsMax how many loads run at once
 * @param cachedProductsMax how many products stay in memory
 * @param cachedReservationsMax how many reservations these may have in all
 * @param commandTimeoutMs how long a command may wait before it is decided; then it is dropped
 * @param outcomeTimeoutMs how long the loop tries to find out what became of a batch whose
 *     connection was lost
 * @param snapshotEveryEvents how many events of a product are between two snapshots
 */
public record WriterLimits(
        int queueCommandsMax,
        int batchCommandsMax,
        int parkedPerProductMax,
        int loadsMax,
        int cachedProductsMax,
        int cachedReservationsMax,
        long commandTimeoutMs,
        long outcomeTimeoutMs,
        int snapshotEveryEvents) {

    /** What the service takes where nothing is set. */
    public static WriterLimits defaults() {
        return new WriterLimits(10_000, 1_000, 2_000, 4, 100_000, 1_000_000, 10_000, 10_000, 100);
    }
}
