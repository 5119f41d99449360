package io.stockledger.command.processing;

import java.util.concurrent.CompletableFuture;

/** A command on its way through the loop, and the one who waits for it. */
record PendingCommand(
        CommandRequest request, long deadlineNanos, CompletableFuture<CommandOutcome> outcome) {

    String productId() {
        return request.command().productId();
    }

    boolean isPastDeadline(long nowNanos) {
        return nowNanos - deadlineNanos > 0;
    }
}
