package io.stockledger.verification.readmodels;

import io.stockledger.verification.ModelWarehouse;

import java.util.SortedMap;
import java.util.TreeMap;

/** A {@code jsonb} column with a quantity of each warehouse. */
enum WarehouseFigure {
    /** Of every warehouse that has ever held the product. */
    ON_HAND("warehouses", 0),
    /** Of the warehouses with any. */
    BLOCKED("blocked_by_warehouse", 1),
    /** Of the warehouses with any. */
    RESERVED("reserved_by_warehouse", 1);

    private final String column;
    private final long least;

    WarehouseFigure(String column, long least) {
        this.column = column;
        this.least = least;
    }

    String column() {
        return column;
    }

    /** The quantities of a model, as the column has them. */
    SortedMap<String, Long> of(SortedMap<String, ModelWarehouse> warehouses) {
        var quantities = new TreeMap<String, Long>();
        warehouses.forEach(
                (id, warehouse) -> {
                    long quantity = of(warehouse);
                    if (quantity >= least) {
                        quantities.put(id, quantity);
                    }
                });
        return quantities;
    }

    private long of(ModelWarehouse warehouse) {
        return switch (this) {
            case ON_HAND -> warehouse.onHand();
            case BLOCKED -> warehouse.blocked();
            case RESERVED -> warehouse.reserved();
        };
    }
}
