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
 * Adds the headers of a request to its command, and refuses headers and query parameters that the
 * call does not have. Faults are collected with those of the body.
 */
public final class CommandHeaders {

    private CommandHeaders() {}

    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, ProductCommand command) {
        return with(request, fields, command, IfMatch.versionOf(request, fields, command));
    }

    /** An order has no version, so that {@code If-Match} is refused. */
    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, OrderCommand command) {
        IfMatch.refuse(request, fields, "is for the commands on one product");
        return with(request, fields, command, null);
    }

    private static CommandRequest with(
            HttpServletRequest request,
            RequestFields fields,
            Command command,
            @Nullable Long expectedVersion) {
        fields.refuseQuery(request);
        return request(
                command,
                expectedVersion,
                IdempotencyKey.ofHeader(request, fields),
                Correlation.of(request));
    }

    /** The request of a command, from the values in its headers or in its line of a bulk request. */
    static CommandRequest request(
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

    /** Refuses the headers that each line of a bulk request has as a field. */
    public static void refuseFieldsOfLines(HttpServletRequest request, RequestFields fields) {
        IfMatch.refuse(request, fields, "is the field expectedVersion of each line here");
        if (request.getHeader(IdempotencyKey.HEADER) != null) {
            fields.refuse(IdempotencyKey.HEADER, "is the field idempotencyKey of each line here");
        }
    }
}
