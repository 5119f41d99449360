/**
 * The command service over HTTP: maps requests to commands, outcomes to answers and refusals to
 * problems. May import all other packages of the service except {@code app}; only {@code app} and
 * {@code http.bulk} import this one.
 */
@NullMarked
package io.stockledger.command.http;

import org.jspecify.annotations.NullMarked;
