package io.stockledger.command.processing;

import io.stockledger.command.domain.Rejection;
import io.stockledger.command.domain.Rejection.AlreadyRegistered;
import io.stockledger.command.domain.Rejection.IdempotencyKeyReused;
import io.stockledger.command.domain.Rejection.InsufficientOrderStock;
import io.stockledger.command.domain.Rejection.InsufficientStock;
import io.stockledger.command.domain.Rejection.InsufficientWarehouseStock;
import io.stockledger.command.domain.Rejection.InvalidQuantity;
import io.stockledger.command.domain.Rejection.OrderReservationsNotFound;
import io.stockledger.command.domain.Rejection.ProductNotFound;
import io.stockledger.command.domain.Rejection.ReservationExists;
import io.stockledger.command.domain.Rejection.ReservationNotFound;
import io.stockledger.command.domain.Rejection.StaleCount;
import io.stockledger.command.domain.Rejection.VersionMismatch;
import io.stockledger.command.domain.Rejection.WouldOversell;

/** The names that refusals go by in problems and metrics. */
public final class RejectionNames {

    private RejectionNames() {}

    /** The name of the refusal, such as {@code insufficient-stock}. */
    public static String of(Rejection rejection) {
        return switch (rejection) {
            case IdempotencyKeyReused _ -> "idempotency-key-reused";
            case ProductNotFound _ -> "product-not-found";
            case AlreadyRegistered _ -> "already-registered";
            case VersionMismatch _ -> "version-mismatch";
            case ReservationNotFound _, OrderReservationsNotFound _ -> "reservation-not-found";
            case ReservationExists _ -> "reservation-exists";
            case InvalidQuantity _ -> "invalid-quantity";
            case InsufficientStock _, InsufficientOrderStock _, InsufficientWarehouseStock _ ->
                    "insufficient-stock";
            case StaleCount _ -> "stale-count";
            case WouldOversell _ -> "would-oversell";
        };
    }
}
