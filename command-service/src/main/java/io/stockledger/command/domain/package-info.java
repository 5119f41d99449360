/**
 * The product aggregate: its commands, its state and its decisions, without a clock, random numbers
 * or I/O. May import only the events and the JDK.
 */
@NullMarked
package io.stockledger.command.domain;

import org.jspecify.annotations.NullMarked;
