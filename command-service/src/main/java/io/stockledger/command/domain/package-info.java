/**
 * The product aggregate: its commands, its state and its decisions, without clock, chance or I/O.
 * May import the events and the JDK, nothing else.
 */
@NullMarked
package io.stockledger.command.domain;

import org.jspecify.annotations.NullMarked;
