package io.stockledger.replay;

/**
 * A command with what must come of it.
 *
 * @param turn its place in the whole replay; lower turns are sent first where they can
 * @param ifMatch the version it is meant for, or 0 for any
 */
record PlannedCommand(int turn, Command command, long ifMatch, Outcome expected) {}
