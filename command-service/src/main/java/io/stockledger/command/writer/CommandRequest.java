package io.stockledger.command.writer;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.events.EventMetadata;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A command, the values that were sent with it, and the outcome for which the caller waits. It
 * travels from the caller through the queue to the batch that decides it, so no other object wraps
 * a command on its way. A request is submitted once; a request that the full queue has not accepted
 * may be submitted again.
 *
 * <p>The caller hands the request over when it submits it. From then on only the writer loop's
 * thread reads the deadline and the fingerprint.
 */
public final class CommandRequest {

    private final Command command;
    private final Set<String> productIds;
    private final @Nullable Long expectedVersion;
    private final @Nullable String idempotencyKey;
    private final @Nullable String correlationId;
    private final @Nullable String actor;
    private final @Nullable String traceparent;
    private final CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();

    private @Nullable UUID fingerprint;
    private long deadlineNanos;

    /**
     * A request that has not been submitted yet.
     *
     * @param expectedVersion the only version of the product that the command may apply to, or null
     *     for any; orders ignore it
     * @param idempotencyKey the key under which the command takes effect once, or null if the
     *     command takes effect with every request
     * @param correlationId the caller's name for the request
     * @param actor the person or system behind the request, or null if unknown
     * @param traceparent the W3C trace context, or null if the caller sent none
     */
    public CommandRequest(
            Command command,
            @Nullable Long expectedVersion,
            @Nullable String idempotencyKey,
            @Nullable String correlationId,
            @Nullable String actor,
            @Nullable String traceparent) {
        this.command = command;
        this.productIds = command.productIds();
        this.expectedVersion = expectedVersion;
        this.idempotencyKey = idempotencyKey;
        this.correlationId = correlationId;
        this.actor = actor;
        this.traceparent = traceparent;
    }

    /** A request for a command without any other value. */
    public static CommandRequest of(Command command) {
        return new CommandRequest(command, null, null, null, null, null);
    }

    /** The same request with an idempotency key. */
    public CommandRequest withKey(String key) {
        return new CommandRequest(command, expectedVersion, key, correlationId, actor, traceparent);
    }

    /** The same request with another command. */
    public CommandRequest withCommand(Command other) {
        return other.equals(command)
                ? this
                : new CommandRequest(
                        other, expectedVersion, idempotencyKey, correlationId, actor, traceparent);
    }

    public Command command() {
        return command;
    }

    /** The products that the command is decided on. */
    Set<String> productIds() {
        return productIds;
    }

    @Nullable Long expectedVersion() {
        return expectedVersion;
    }

    @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /** The idempotency key of a request that has one. */
    String requiredKey() {
        return Objects.requireNonNull(idempotencyKey, "the request has no idempotency key");
    }

    /** Identifies the content of the command; computed on the first call. */
    UUID fingerprint() {
        if (fingerprint == null) {
            fingerprint = CommandFingerprint.of(command, expectedVersion);
        }
        return fingerprint;
    }

    /** The metadata of the command's events. */
    EventMetadata metadata(UUID commandId) {
        return new EventMetadata(
                commandId.toString(),
                correlationId,
                actor,
                traceparent,
                command instanceof CountStock count ? count.reference() : null);
    }

    /** Sets the instant, in {@link System#nanoTime} terms, after which it is no longer decided. */
    void setDeadline(long nanos) {
        deadlineNanos = nanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    boolean isPastDeadline(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }

    /** Completes once the command's outcome is durable, or exceptionally. */
    CompletableFuture<CommandOutcome> outcome() {
        return outcome;
    }
}
