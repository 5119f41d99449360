package io.stockledger.benchmarks.database;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductDetails;
import io.stockledger.command.domain.Reservation;
import io.stockledger.command.domain.WarehouseStock;

import java.time.Instant;
import java.util.Map;

/**
 * The products of the loads and their state after {@link LogFill}. A filled stream is a
 * registration, followed by reservations of one unit, each followed by its shipment.
 */
public final class FilledProducts {

    public static final String WAREHOUSE = "main";

    /** Enough for any load. */
    public static final long OPENING_STOCK = 1L << 40;

    /** The number of products that a filled order reserves, as its lines. */
    static final int PRODUCTS_PER_ORDER = 3;

    private static final String PREFIX = "product-";
    private static final int RADIX = 10;

    private FilledProducts() {}

    public static String id(int number) {
        return PREFIX + "%06d".formatted(number);
    }

    /** Returns the number in an id. */
    public static int number(String id) {
        return Integer.parseInt(id, PREFIX.length(), id.length(), RADIX);
    }

    /** Returns the product after this number of events. */
    static Product after(int number, long version, Instant updatedAt) {
        long shipped = (version - 1) / 2;
        boolean reserved = version % 2 == 0;
        return new Product(
                id(number),
                ProductDetails.named(id(number), id(number)),
                version,
                updatedAt,
                Map.of(WAREHOUSE, new WarehouseStock(OPENING_STOCK - shipped, 0)),
                reserved ? Map.of(orderId(number, version), new Reservation(1, null)) : Map.of());
    }

    /** Returns the order of a reservation, by its product and the sequence number of its event. */
    private static String orderId(int number, long sequenceNumber) {
        return "filled-" + number / PRODUCTS_PER_ORDER + "-" + sequenceNumber;
    }
}
