package io.stockledger.command.http;

import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Adds to a command what came with it in the headers. Faults are collected with those of the body.
 */
final class CommandHeaders {

    private CommandHeaders() {}

    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, ProductCommand command) {
        Correlation correlation = Correlation.of(request);
        return new CommandRequest(
                command,
                IfMatch.versionOf(request, fields),
                IdempotencyKey.ofHeader(request, fields),
                correlation.correlationId(),
                correlation.actor(),
                correlation.traceparent());
    }

    /** An order has no version, so {@code If-Match} is refused. */
    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, OrderCommand command) {
        IfMatch.refuse(request, fields, "is for the commands on one product");
        Correlation correlation = Correlation.of(request);
        return new CommandRequest(
                command,
                null,
                IdempotencyKey.ofHeader(request, fields),
                correlation.correlationId(),
                correlation.actor(),
                correlation.traceparent());
    }
}
