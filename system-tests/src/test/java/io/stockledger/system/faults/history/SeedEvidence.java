package io.stockledger.system.faults.history;

import java.util.List;
import java.util.Set;

/**
 * All that a checker decides on.
 *
 * @param steadyProducts the products without reservations that end by themselves, whose state is a
 *     function of their events alone
 * @param samples in the order of time
 * @param topic the records of the seed in the order of each partition
 * @param leaders the heartbeats of the relay in the order of their topic
 */
public record SeedEvidence(
        History history,
        EventLog log,
        Set<String> steadyProducts,
        List<LogSample> samples,
        List<TopicRecord> topic,
        List<LeaderHeartbeat> leaders) {}
