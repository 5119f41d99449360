package io.stockledger.command.relay;

import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

/**
 * The event log and the checkpoint at one moment.
 *
 * @param published the position of the last published event, 0 if none is published
 * @param term the term of the instance that may move the checkpoint
 * @param head the position of the last event by the head of the log
 * @param lastRow the highest position of all rows of the log, 0 if it has none
 * @param halted why nothing may be appended or published; null normally
 */
record LogState(
        long published,
        long term,
        long head,
        long lastRow,
        LogEpoch epoch,
        @Nullable String halted) {}
