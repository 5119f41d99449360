package io.stockledger.command.http;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/**
 * Adds to a command what came with it in the headers. Faults are collected with those of the body.
 */
public final class CommandHeaders {

    private CommandHeaders() {}

    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, ProductCommand command) {
        return request(
                command,
                IfMatch.versionOf(request, fields),
                IdempotencyKey.ofHeader(request, fields),
                Correlation.of(request));
    }

    /** An order has no version, so {@code If-Match} is refused. */
    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, OrderCommand command) {
        IfMatch.refuse(request, fields, "is for the commands on one product");
        return request(
                command, null, IdempotencyKey.ofHeader(request, fields), Correlation.of(request));
    }

    /**
     * The request of a command, from the values in its headers or in its line of a bulk request.
     */
    public static CommandRequest request(
            Command command,
            @Nullable Long expectedVersion,
            @Nullable String idempotencyKey,
            Correlation correlation) {
        return new CommandRequest(
                command,
                expectedVersion,
                idempotencyKey,
                correlation.correlationId(),
                correlation.actor(),
                correlation.traceparent());
    }
}
