package io.stockledger.command.eventstore;

import java.util.Set;

/**
 * The part of the event log that the caller has applied. If the log ends there, the versions that
 * the caller expects are right, except those of the unconfirmed streams.
 *
 * @param position the position of the last event that the caller has applied
 * @param unconfirmed the streams whose version is checked in any case; each of them has an expected
 *     version
 */
public record KnownLog(long position, Set<String> unconfirmed) {}
