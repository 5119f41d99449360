package io.stockledger.cli.status;

import tools.jackson.databind.node.ObjectNode;

/**
 * The counters of one reading, from which the rates between two readings follow.
 *
 * @param nanos the monotonic time of the reading
 * @param commands the commands of all instances of the command service; NaN if a metric is unknown
 * @param events the position of the last event in the log; NaN if it is unknown
 * @param reads the reads of all replicas; NaN if a metric is unknown
 */
record Counters(long nanos, double commands, double events, double reads) {

    /** No reading. */
    static final Counters UNKNOWN = new Counters(0, Double.NaN, Double.NaN, Double.NaN);

    /** Adds the rates since an earlier reading. An unknown one is null. */
    void addRates(Counters earlier, ObjectNode status) {
        double seconds = Math.max((nanos - earlier.nanos) / 1e9, 1e-9);
        put(status, "commandsPerSecond", (commands - earlier.commands) / seconds);
        put(status, "eventsPerSecond", (events - earlier.events) / seconds);
        put(status, "readsPerSecond", (reads - earlier.reads) / seconds);
    }

    /** A counter is smaller after a restart of its service; then the rate is unknown. */
    private static void put(ObjectNode status, String name, double rate) {
        if (Double.isNaN(rate) || rate < 0) {
            status.putNull(name);
        } else {
            status.put(name, Math.round(rate * 10) / 10.0);
        }
    }
}
