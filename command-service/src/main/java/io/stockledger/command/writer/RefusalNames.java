package io.stockledger.command.writer;

import io.stockledger.command.domain.Refusal;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.StaleCount;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.domain.Refusal.WouldOversell;

/** The names that refusals go by in problems and metrics. */
public final class RefusalNames {

    private RefusalNames() {}

    /** The name of the refusal, such as {@code insufficient-stock}. */
    public static String of(Refusal refusal) {
        return switch (refusal) {
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
