package io.stockledger.system.faults.history;

import java.util.List;
import java.util.Set;

/**
 * All that a checker decides on.
 *
 * @param products the products of the seed; the log may go on with those of earlier seeds, whose
 *     reservations end
 * @param steadyProducts the ones of them without reservations that end by themselves, whose state
 *     is a function of their events alone
 * @param samples in the order of time
 * @param topic the records of the seed in the order of each partition
 * @param leaders the heartbeats of the relay in the order of their topic
 */
public record SeedEvidence(
        History history,
        EventLog log,
        Set<String> products,
        Set<String> steadyProducts,
        List<LogSample> samples,
        List<TopicRecord> topic,
        List<LeaderHeartbeat> leaders) {}
