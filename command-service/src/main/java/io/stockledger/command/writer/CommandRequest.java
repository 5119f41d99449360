package io.stockledger.command.writer;

import io.stockledger.command.domain.Command;

import org.jspecify.annotations.Nullable;

/**
 * A command and what came with it.
 *
 * @param expectedVersion the only version of the product that the command may apply to, or null for
 *     any; of no meaning for an order
 * @param idempotencyKey the key under which the command takes effect once, or null where each
 *     request is a command of its own
 * @param correlationId what the caller knows the request by
 * @param actor who asks, or null where that was not said
 * @param traceparent the W3C trace context, or null where there is none
 */
public record CommandRequest(
        Command command,
        @Nullable Long expectedVersion,
        @Nullable String idempotencyKey,
        @Nullable String correlationId,
        @Nullable String actor,
        @Nullable String traceparent) {

    /** A command that nothing came with. */
    public static CommandRequest of(Command command) {
        return new CommandRequest(command, null, null, null, null, null);
    }

    /** The same with an idempotency key. */
    public CommandRequest withKey(String key) {
        return new CommandRequest(command, expectedVersion, key, correlationId, actor, traceparent);
    }
}
