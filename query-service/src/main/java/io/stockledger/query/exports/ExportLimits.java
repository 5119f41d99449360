package io.stockledger.query.exports;

import java.time.Duration;

/**
 * The limits of the exports of a replica.
 *
 * @param runningMax the maximum number of exports that run at the same time
 * @param stallMax the time in which the caller has to take the next 32 KiB
 * @param durationMax the maximum duration of an export, for which its snapshot delays vacuum
 */
public record ExportLimits(int runningMax, Duration stallMax, Duration durationMax) {}
