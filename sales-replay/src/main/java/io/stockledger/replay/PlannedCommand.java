package io.stockledger.replay;

/**
 * A command with its expected outcome.
 *
 * @param turn its place in the whole replay; commands with lower turns are sent first if possible
 * @param ifMatch the version that it requires, or 0 for any
 */
record PlannedCommand(int turn, Command command, long ifMatch, Outcome expected) {}
