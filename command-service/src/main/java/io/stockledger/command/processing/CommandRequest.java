package io.stockledger.command.processing;

import io.stockledger.command.domain.ProductCommand;

import org.jspecify.annotations.Nullable;

/**
 * A command and what came with it.
 *
 * @param expectedVersion the only version of the product that the command may apply to, or null for
 *     any
 * @param correlationId what the caller knows the request by
 * @param actor who asks, or null where that was not said
 * @param traceparent the W3C trace context, or null where there is none
 */
public record CommandRequest(
        ProductCommand command,
        @Nullable Long expectedVersion,
        @Nullable String correlationId,
        @Nullable String actor,
        @Nullable String traceparent) {}
