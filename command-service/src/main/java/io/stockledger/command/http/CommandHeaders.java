package io.stockledger.command.http;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of a command. In the request, {@code If-Match} names the version of the product that
 * the command is meant for, and {@code Idempotency-Key} the key under which it takes effect once.
 * Headers that the call does not have are refused. Faults are collected with those of the body. In
 * the response, {@code ETag} names the new version of the product, and {@code Idempotency-Replayed}
 * an outcome that an earlier request recorded.
 */
public final class CommandHeaders {

    private static final String IF_MATCH = "If-Match";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String IDEMPOTENCY_REPLAYED = "Idempotency-Replayed";
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");
    private static final Pattern KEY =
            Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

    private CommandHeaders() {}

    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, ProductCommand command) {
        return with(request, fields, command, expectedVersion(request, fields, command));
    }

    /** An order has no version, so that {@code If-Match} is refused. */
    static CommandRequest with(
            HttpServletRequest request, RequestFields fields, OrderCommand command) {
        refuse(IF_MATCH, request, fields, "is for the commands on one product");
        return with(request, fields, command, null);
    }

    private static CommandRequest with(
            HttpServletRequest request,
            RequestFields fields,
            Command command,
            @Nullable Long expectedVersion) {
        return request(
                command, expectedVersion, idempotencyKey(request, fields), Correlation.of(request));
    }

    /**
     * The request of a command, from the values in its headers or in its line of a bulk request.
     */
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

    /** Sets the headers of the response to a command on this product. */
    static ResponseEntity.BodyBuilder set(
            ResponseEntity.BodyBuilder response, AnswerEvents events, String productId) {
        return set(response, events).eTag(Long.toString(events.presentVersion(productId)));
    }

    /** Sets the headers of the response to a command on an order, which has no version. */
    static ResponseEntity.BodyBuilder set(
            ResponseEntity.BodyBuilder response, AnswerEvents events) {
        if (events.replayed()) {
            response.header(IDEMPOTENCY_REPLAYED, "true");
        }
        return response;
    }

    /** Refuses the headers that each line of a bulk request has as a field. */
    public static void refuseFieldsOfLines(HttpServletRequest request, RequestFields fields) {
        refuse(IF_MATCH, request, fields, "is the field expectedVersion of each line here");
        refuse(IDEMPOTENCY_KEY, request, fields, "is the field idempotencyKey of each line here");
    }

    /**
     * The expected version, or null if the command may apply to any version: the header is absent
     * or {@code *}. Anything but {@code *} or one quoted version is refused.
     *
     * <p>{@code *} matches every version, but only of a product that exists (RFC 9110, 13.1.1). For
     * a registration, {@code *} is therefore read as version 1, and the registration is always
     * refused: a product that does not exist is at version 0, and one that exists is already
     * registered.
     */
    private static @Nullable Long expectedVersion(
            HttpServletRequest request, RequestFields fields, ProductCommand command) {
        List<String> headers = Collections.list(request.getHeaders(IF_MATCH));
        if (headers.isEmpty()) {
            return null;
        }
        String header = headers.getFirst().strip();
        Matcher version = VERSION.matcher(header);
        if (headers.size() == 1 && header.equals("*")) {
            return command instanceof RegisterProduct ? 1L : null;
        }
        if (headers.size() > 1 || !version.matches()) {
            fields.refuse(IF_MATCH, "must be one version in quotes, as in \"7\"");
            return null;
        }
        return Long.valueOf(version.group(1));
    }

    private static @Nullable String idempotencyKey(
            HttpServletRequest request, RequestFields fields) {
        List<String> headers = Collections.list(request.getHeaders(IDEMPOTENCY_KEY));
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1) {
            fields.refuse(IDEMPOTENCY_KEY, "must be given once");
        }
        String key = headers.getFirst();
        checkKey(IDEMPOTENCY_KEY, key, fields);
        return key;
    }

    /**
     * Checks an idempotency key: 1 to 255 printable ASCII characters, without blanks around them.
     *
     * @param name of the header or the field that has the key
     */
    static void checkKey(String name, String key, RequestFields fields) {
        if (!KEY.matcher(key).matches()) {
            fields.refuse(
                    name,
                    "must be 1 to 255 printable ASCII characters, without blanks around them");
        }
    }

    private static void refuse(
            String header, HttpServletRequest request, RequestFields fields, String message) {
        if (request.getHeader(header) != null) {
            fields.refuse(header, message);
        }
    }
}
