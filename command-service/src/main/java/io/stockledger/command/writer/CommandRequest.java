package io.stockledger.command.writer;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Decision;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.WholeOrderCommand;
import io.stockledger.command.domain.OrderDecisions;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductDecisions;
import io.stockledger.command.domain.ReturnCommand;
import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.command.eventstore.ProductOfOrder;
import io.stockledger.command.eventstore.ProductsOfOrders;
import io.stockledger.command.eventstore.RecordedShipments;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A command, the values that were sent with it, and the outcome for which the caller waits. It
 * travels from the caller through the queue to the batch that decides it, so no other object wraps
 * a command on its way. A request is submitted once; a request that the full queue has not accepted
 * may be submitted again.
 *
 * <p>The caller hands the request over when it submits it. From then on only the writer loop's
 * thread reads the deadline and the fingerprint, and sets what has been looked up.
 */
public final class CommandRequest {

    private Command command;
    private Set<String> productIds;
    private final @Nullable Long expectedVersion;
    private final @Nullable String idempotencyKey;
    private final @Nullable String correlationId;
    private final @Nullable String actor;
    private final @Nullable String traceparent;
    private final CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();

    private @Nullable UUID fingerprint;
    private @Nullable RecordedShipments shipments;
    private @Nullable ProductsOfOrders productsOfOrders;
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

    /** Sets the shipments on which the next decision of a return rests. */
    void setShipments(RecordedShipments found) {
        shipments = found;
    }

    /**
     * Sets the products of the order of a command that needs them.
     *
     * @param found what was looked up for this order, and maybe for others
     */
    public void setProductsOfOrder(ProductsOfOrders found) {
        if (command instanceof WholeOrderCommand whole) {
            productsOfOrders = found;
            command = whole.withProductsOfOrder(productsOf(found, whole.orderId()));
            productIds = command.productIds();
        }
    }

    /** Forgets the products of the order, because it has got more. */
    void forgetProductsOfOrder() {
        productsOfOrders = null;
    }

    /** The order of a command that concerns all its products; null for every other command. */
    @Nullable String wholeOrder() {
        return command instanceof WholeOrderCommand whole && whole.needsProductsOfOrder()
                ? whole.orderId()
                : null;
    }

    /**
     * The products of the whole order, or null if they are not looked up yet.
     *
     * @param epoch the present epoch of the log, or null if it is unknown; products of another
     *     epoch are ignored
     */
    @Nullable Set<String> productsOfWholeOrder(String orderId, @Nullable LogEpoch epoch) {
        ProductsOfOrders found = productsOfOrders;
        return found == null || !found.epoch().equals(epoch) ? null : productsOf(found, orderId);
    }

    private static Set<String> productsOf(ProductsOfOrders found, String orderId) {
        return found.productIds().getOrDefault(orderId, Set.of());
    }

    /**
     * Decides the command.
     *
     * @param products has every product of the command, in its present state
     * @param epoch the epoch of the log from which the products are, or null if it is unknown;
     *     shipments of another epoch are ignored
     * @param now the instant of the decision
     */
    Decision decide(Function<String, Product> products, @Nullable LogEpoch epoch, Instant now) {
        return switch (commandIn(epoch)) {
            case ProductCommand c ->
                    ProductDecisions.decide(products.apply(c.productId()), c, expectedVersion, now);
            case OrderCommand c -> {
                var ofOrder = new HashMap<String, Product>();
                productIds.forEach(id -> ofOrder.put(id, products.apply(id)));
                yield OrderDecisions.decide(ofOrder, c, now);
            }
        };
    }

    /** The command with the shipments that were looked up in this epoch. */
    private Command commandIn(@Nullable LogEpoch epoch) {
        RecordedShipments found = shipments;
        if (found == null
                || !found.epoch().equals(epoch)
                || !(command instanceof ReturnCommand returning)) {
            return command;
        }
        var ofOrder = new HashMap<String, ShipmentsAt>();
        for (String productId : productIds) {
            ShipmentsAt known =
                    found.shipments().get(new ProductOfOrder(productId, returning.orderId()));
            if (known != null) {
                ofOrder.put(productId, known);
            }
        }
        return returning.withShipments(ofOrder);
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
