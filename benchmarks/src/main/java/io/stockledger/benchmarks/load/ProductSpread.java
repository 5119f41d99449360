package io.stockledger.benchmarks.load;

/** The distribution of the commands of a load over the products. */
public enum ProductSpread {
    ONE("1", "one product"),
    HUNDRED("100", "100 products"),
    ALL("100000", "100,000 products"),
    ZIPF("zipf", "Zipf 2.0 over 100,000 products");

    /** The number of products. */
    public static final int PRODUCTS = 100_000;

    private static final double ZIPF_EXPONENT = 2.0;

    private final String id;
    private final String text;

    ProductSpread(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** Returns the text for ids of loads. */
    public String id() {
        return id;
    }

    /** Returns the text for readers. */
    public String text() {
        return text;
    }

    /** Returns a choice for one client. */
    public ProductChoice choice() {
        return switch (this) {
            case ONE -> ProductChoice.evenly(1);
            case HUNDRED -> ProductChoice.evenly(100);
            case ALL -> ProductChoice.evenly(PRODUCTS);
            case ZIPF -> ProductChoice.zipf(PRODUCTS, ZIPF_EXPONENT);
        };
    }
}
