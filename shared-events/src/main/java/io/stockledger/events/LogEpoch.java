package io.stockledger.events;

import java.util.UUID;

/**
 * One incarnation of the event log. A log that was restored to an earlier moment starts a new
 * epoch, so that its events are not taken for those that it had before.
 *
 * @param id a random id, unique over all logs
 * @param number 1 for the first epoch of a log, and one more for each later one
 */
public record LogEpoch(UUID id, int number) {}
