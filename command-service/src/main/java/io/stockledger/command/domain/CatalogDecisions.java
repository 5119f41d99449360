package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.outOfRange;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;
import io.stockledger.events.InventoryEvent.StockPolicySet;

import org.jspecify.annotations.Nullable;

/**
 * The rules for a product's registration, name, policy and end. Part of {@link ProductDecisions}.
 */
final class CatalogDecisions {

    private CatalogDecisions() {}

    static Decision register(RegisterProduct c) {
        Refusal refusal = outOfRange("initialQuantity", c.initialQuantity(), 0);
        return refusal != null
                ? refusal
                : new Acceptance(
                        new ProductRegistered(
                                c.productId(),
                                c.name(),
                                c.sku(),
                                c.initialQuantity(),
                                c.warehouseId()));
    }

    static Decision rename(Product product, RenameProduct c) {
        String name = c.name() == null ? product.name() : c.name();
        String sku = c.sku() == null ? product.sku() : c.sku();
        return name.equals(product.name()) && sku.equals(product.sku())
                ? Acceptance.NOTHING_TO_DO
                : new Acceptance(new ProductRenamed(c.productId(), name, sku));
    }

    static Decision setPolicy(Product product, SetStockPolicy c) {
        Refusal refusal = policyRefusal(c);
        if (refusal != null) {
            return refusal;
        }
        var policy = new StockPolicy(c.safetyStock(), c.backorderLimit(), c.reorderPoint());
        return policy.equals(product.policy())
                ? Acceptance.NOTHING_TO_DO
                : new Acceptance(
                        new StockPolicySet(
                                c.productId(),
                                c.safetyStock(),
                                c.backorderLimit(),
                                c.reorderPoint()));
    }

    private static @Nullable Refusal policyRefusal(SetStockPolicy c) {
        Refusal refusal = outOfRange("safetyStock", c.safetyStock(), 0);
        if (refusal == null) {
            refusal = outOfRange("backorderLimit", c.backorderLimit(), 0);
        }
        Long reorderPoint = c.reorderPoint();
        return refusal != null || reorderPoint == null
                ? refusal
                : outOfRange("reorderPoint", reorderPoint, 0);
    }

    static Decision archive(Product product) {
        return product.isArchived()
                ? Acceptance.NOTHING_TO_DO
                : new Acceptance(new ProductArchived(product.productId()));
    }

    static Decision restore(Product product) {
        return product.isArchived()
                ? new Acceptance(new ProductRestored(product.productId()))
                : Acceptance.NOTHING_TO_DO;
    }
}
