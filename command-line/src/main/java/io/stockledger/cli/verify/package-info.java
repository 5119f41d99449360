/**
 * {@code ./stockledger verify}: compares the event log, the topic and the read models with each
 * other, and with a fold that shares no code with the services.
 */
@NullMarked
package io.stockledger.cli.verify;

import org.jspecify.annotations.NullMarked;
