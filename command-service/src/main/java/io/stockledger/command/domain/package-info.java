/**
 * The product aggregate: its commands, its state and its decisions. It uses no clock, no random
 * numbers and no I/O. May import only the events and the JDK.
 */
@NullMarked
package io.stockledger.command.domain;

import org.jspecify.annotations.NullMarked;
