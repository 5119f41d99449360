package io.stockledger.verification.readmodels;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of product ids in both databases: that of their UTF-8 bytes (collation "C"). */
public final class ProductOrder {

    private ProductOrder() {}

    public static int compare(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
