package io.stockledger.replay;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a stock code means: whether it names goods, and under which id.
 *
 * <p>Goods carry a number of at least four digits ({@code 85123A}, {@code DCGS0003}, {@code
 * gift_0001_20}); what has none is a charge ({@code POST}, {@code BANK CHARGES}, {@code M}). Codes
 * that differ only in case are one product, because the shop's clerks typed both.
 */
final class StockCode {

    private static final Pattern NUMBER_OF_GOODS = Pattern.compile("\\d{4}");

    private StockCode() {}

    static boolean namesGoods(String code) {
        return NUMBER_OF_GOODS.matcher(code).find();
    }

    static String normalised(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }
}
