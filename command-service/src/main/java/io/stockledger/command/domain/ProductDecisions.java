package io.stockledger.command.domain;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.VersionMismatch;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The rules for one product: they turn a command and the state of the product into events or a
 * refusal. They are pure, so that a decision can be repeated after a conflict with another
 * instance. Each method checks in the order of precedence that {@link Refusal} declares.
 */
public final class ProductDecisions {

    /** The {@code reason} of an adjustment by a physical count. */
    public static final String PHYSICAL_COUNT = "physical-count";

    private ProductDecisions() {}

    /**
     * Decides the command on the current state of its product.
     *
     * @param expectedVersion the only version that the command may apply to, or null for any
     * @param now the instant of the decision, at which reservations may have lapsed
     */
    public static Decision decide(
            Product product, ProductCommand command, @Nullable Long expectedVersion, Instant now) {
        boolean registers = command instanceof RegisterProduct;
        if (!product.isRegistered() && !registers) {
            return new ProductNotFound(command.productId());
        }
        if (product.isRegistered() && registers) {
            return new AlreadyRegistered(command.productId());
        }
        if (expectedVersion != null && expectedVersion != product.version()) {
            return new VersionMismatch(product.productId(), expectedVersion, product.version());
        }
        return switch (command) {
            case RegisterProduct c -> CatalogDecisions.register(c);
            case RenameProduct c -> CatalogDecisions.rename(product, c);
            case SetStockPolicy c -> CatalogDecisions.setPolicy(product, c);
            case ArchiveProduct _ -> CatalogDecisions.archive(product);
            case RestoreProduct _ -> CatalogDecisions.restore(product);
            case ReceiveStock c -> StockDecisions.receive(product, c);
            case AdjustStock c -> StockDecisions.adjust(product, c, now);
            case CountStock c -> StockDecisions.count(product, c);
            case TransferStock c -> StockDecisions.transfer(product, c, now);
            case BlockStock c -> StockDecisions.block(product, c);
            case UnblockStock c -> StockDecisions.unblock(product, c);
            case WriteOffStock c -> StockDecisions.writeOff(product, c);
            case ReserveStock c -> ReservationDecisions.reserve(product, c, now);
            case ChangeReservation c -> ReservationDecisions.change(product, c, now);
            case CancelReservation c -> ReservationDecisions.cancel(product, c, now);
            case ExpireReservations c -> ReservationDecisions.expire(product, c, now);
            case ShipStock c -> ShipmentDecisions.ship(product, c, now);
            case ReturnStock c -> ShipmentDecisions.giveBack(product, c);
        };
    }
}
