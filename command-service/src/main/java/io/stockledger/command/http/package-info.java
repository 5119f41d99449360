/**
 * The command service over HTTP: requests to commands, outcomes to answers, refusals to problems.
 * May import all the other packages of the service; none of them imports this one.
 */
@NullMarked
package io.stockledger.command.http;

import org.jspecify.annotations.NullMarked;
