package io.stockledger.command.http;

import io.stockledger.http.ProblemType;

/**
 * The catalogue of the problems that only the command service answers. The others are in {@link
 * io.stockledger.http.HttpProblemType}.
 */
enum CommandProblemType implements ProblemType {
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused", 422, "The idempotency key belongs to another command"),
    ALREADY_REGISTERED("already-registered", 409, "The product is already registered"),
    VERSION_MISMATCH("version-mismatch", 412, "The product is at another version"),
    PRODUCT_ARCHIVED("product-archived", 409, "The product is archived"),
    RESERVATION_NOT_FOUND("reservation-not-found", 404, "The order holds no such reservation"),
    SHIPMENT_NOT_FOUND("shipment-not-found", 404, "Nothing was shipped for the order"),
    RESERVATION_EXISTS("reservation-exists", 409, "The order already holds a reservation"),
    INVALID_QUANTITY("invalid-quantity", 422, "The quantity is not allowed"),
    INSUFFICIENT_STOCK("insufficient-stock", 409, "Not enough stock"),
    STALE_COUNT("stale-count", 409, "The warehouse does not hold the expected quantity"),
    WOULD_OVERSELL("would-oversell", 409, "The new quantity does not cover the reservations"),
    OUTCOME_UNKNOWN("outcome-unknown", 503, "The event store did not answer"),
    LOG_HALTED("log-halted", 503, "The event log is halted"),
    EVENT_UNREADABLE("event-unreadable", 503, "An event of the product cannot be read");

    private final String problemName;
    private final int status;
    private final String title;

    CommandProblemType(String problemName, int status, String title) {
        this.problemName = problemName;
        this.status = status;
        this.title = title;
    }

    @Override
    public String problemName() {
        return problemName;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
