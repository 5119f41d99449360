package io.stockledger.replay;

/** The problems that the replay expects, with their names and status codes in HTTP. */
enum Problem {
    PRODUCT_NOT_FOUND("product-not-found", 404),
    ALREADY_REGISTERED("already-registered", 409),
    VERSION_MISMATCH("version-mismatch", 412),
    RESERVATION_NOT_FOUND("reservation-not-found", 404),
    SHIPMENT_NOT_FOUND("shipment-not-found", 404),
    RESERVATION_EXISTS("reservation-exists", 409),
    INVALID_QUANTITY("invalid-quantity", 422),
    INSUFFICIENT_STOCK("insufficient-stock", 409),
    STALE_COUNT("stale-count", 409),
    WOULD_OVERSELL("would-oversell", 409);

    private final String wireName;
    private final int status;

    Problem(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    String wireName() {
        return wireName;
    }

    int status() {
        return status;
    }
}
