package io.stockledger.replay;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides whether a stock code names goods, and normalises it.
 *
 * <p>A code of goods contains at least four digits in succession ({@code 85123A}, {@code DCGS0003},
 * {@code gift_0001_20}); other codes are charges ({@code POST}, {@code BANK CHARGES}, {@code M}).
 * Codes that differ only in case are one product, because the clerks of the shop typed both.
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
