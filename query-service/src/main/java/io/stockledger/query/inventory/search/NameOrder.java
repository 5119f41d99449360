package io.stockledger.query.inventory.search;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.util.ULocale;

import java.util.Arrays;

/**
 * The order of names: the root collation of Unicode, in which an accented letter is beside its
 * letter. The order is that of the keys, compared byte by byte, so that it does not depend on the
 * collations of the database and is the same in every database.
 *
 * <p>The keys belong to the version of the collation library. After an update of the library, a new
 * version of the projection has to compute them again. Thread-safe.
 */
public final class NameOrder {

    /**
     * A longer name is sorted by its beginning, so that cursors and rows of the index stay small.
     */
    static final int CHARACTERS_MAX = 128;

    /** A longer key, which only unusual characters have, is cut. */
    static final int KEY_BYTES_MAX = 1_024;

    private static final Collator COLLATOR = rootCollator().freeze();

    private NameOrder() {}

    /** The part of a name by which products are sorted. */
    static String beginning(String name) {
        return name.codePointCount(0, name.length()) <= CHARACTERS_MAX
                ? name
                : name.substring(0, name.offsetByCodePoints(0, CHARACTERS_MAX));
    }

    /** The sort key of a name, at most {@value #KEY_BYTES_MAX} bytes. */
    public static byte[] key(String name) {
        byte[] key = COLLATOR.getCollationKey(beginning(name)).toByteArray();
        return key.length <= KEY_BYTES_MAX ? key : Arrays.copyOf(key, KEY_BYTES_MAX);
    }

    /** A new collator, which takes equal texts in different Unicode forms as equal. */
    static RuleBasedCollator rootCollator() {
        var collator = (RuleBasedCollator) Collator.getInstance(ULocale.ROOT);
        RuleBasedCollator thawed = collator.cloneAsThawed();
        thawed.setDecomposition(Collator.CANONICAL_DECOMPOSITION);
        return thawed;
    }
}
