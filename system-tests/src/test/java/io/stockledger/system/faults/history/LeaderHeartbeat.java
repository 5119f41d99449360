package io.stockledger.system.faults.history;

import java.time.Instant;

/**
 * A heartbeat of the relay.
 *
 * @param epochNumber the number of the epoch of the log
 * @param term the term of the lease of its sender
 * @param at the time of the events database at which its sender read the head
 */
public record LeaderHeartbeat(long offset, long epochNumber, long term, Instant at) {}
