package io.stockledger.verification.readmodels;

/** The table of each read model that contains the version of a product. */
enum ViewTable {
    INVENTORY("inventory", "inventory_view"),
    RESERVATIONS("reservations", "reservation_heads"),
    MOVEMENTS("movements", "movement_heads"),
    LOW_STOCK("low_stock", "low_stock");

    private final String readModel;
    private final String tableName;

    ViewTable(String readModel, String tableName) {
        this.readModel = readModel;
        this.tableName = tableName;
    }

    String tableName() {
        return tableName;
    }

    /** The name of the table for {@link ServingGenerations#qualified}. */
    String placeholder() {
        return "{" + readModel + "}." + tableName;
    }
}
