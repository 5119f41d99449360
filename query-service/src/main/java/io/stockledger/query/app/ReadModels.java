package io.stockledger.query.app;

import io.stockledger.query.alerts.LowStockProjection;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.inventory.projection.InventoryProjection;
import io.stockledger.query.movements.MovementsProjection;
import io.stockledger.query.reservations.ReservationsProjection;

import java.util.List;

/**
 * The read models of the service. Every projection is registered here.
 *
 * @param projections the projections, in the order in which a batch is projected
 */
public record ReadModels(List<Projection> projections) {

    /**
     * All read models.
     *
     * @param lowStockBelow an alert is open while the available quantity is below this
     */
    public static ReadModels registered(long lowStockBelow) {
        return new ReadModels(
                List.of(
                        new InventoryProjection(),
                        new ReservationsProjection(),
                        new MovementsProjection(),
                        new LowStockProjection(lowStockBelow)));
    }
}
