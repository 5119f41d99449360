package io.stockledger.query.inventory.search;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.text.UnicodeSet;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Folds text for searching. Stored text and the question of a request are folded by the same rules,
 * so that a product is found whatever case, accents and Unicode forms either of them has:
 *
 * <ol>
 *   <li>compatibility forms and case ({@code NFKC_Casefold} of Unicode): full width and ligatures
 *       become plain letters, {@code ß} becomes {@code ss}, invisible characters are removed
 *   <li>marks that the root collation of Unicode ignores at its first level, which are accents,
 *       points and tones, are removed; vowel signs, which that collation counts as letters, stay
 *   <li>letters that Unicode does not decompose, such as {@code ø}, become the Latin letters that
 *       people type instead
 * </ol>
 *
 * Thread-safe.
 */
public final class SearchText {

    /** The maximum number of words of a question; the words after them are ignored. */
    static final int WORDS_MAX = 32;

    /** The maximum number of characters of these words together; a product's name has 500. */
    static final int WORDS_CHARACTERS_MAX = 1_000;

    /** Every white space of Unicode. */
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Normalizer2 CASE_FOLDING = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 DECOMPOSITION = Normalizer2.getNFDInstance();
    private static final Normalizer2 COMPOSITION = Normalizer2.getNFCInstance();

    private static final UnicodeSet REMOVED_MARKS = removedMarks();

    private static final Map<Integer, String> LATIN_LETTERS =
            Map.ofEntries(
                    Map.entry((int) 'ø', "o"),
                    Map.entry((int) 'ł', "l"),
                    Map.entry((int) 'đ', "d"),
                    Map.entry((int) 'ð', "d"),
                    Map.entry((int) 'þ', "th"),
                    Map.entry((int) 'ħ', "h"),
                    Map.entry((int) 'ŧ', "t"),
                    Map.entry((int) 'ŋ', "n"),
                    Map.entry((int) 'ı', "i"),
                    Map.entry((int) 'æ', "ae"),
                    Map.entry((int) 'œ', "oe"));

    private SearchText() {}

    /** Name, sku and id, one per line. A word has no line break, so no match spans two of them. */
    public static String of(String name, String sku, String productId) {
        return folded(name) + '\n' + folded(sku) + '\n' + folded(productId);
    }

    /**
     * The {@code LIKE} patterns for the words of a question; a product must match all of them. A
     * question of more than {@value #WORDS_MAX} words, or of more than {@value
     * #WORDS_CHARACTERS_MAX} characters, is cut after a word; a first word that is longer is cut
     * itself.
     */
    public static List<String> patterns(String question) {
        var words = new LinkedHashSet<String>();
        int left = WORDS_CHARACTERS_MAX;
        List<String> all = SPACE.splitAsStream(folded(question)).toList();
        for (String word : all) {
            if (words.size() == WORDS_MAX || (word.length() > left && !words.isEmpty())) {
                break;
            }
            if (!word.isEmpty() && words.add(word.substring(0, cut(word, left)))) {
                left -= word.length();
            }
        }
        var patterns = new ArrayList<String>();
        words.forEach(word -> patterns.add('%' + escaped(word) + '%'));
        return patterns;
    }

    /** The text in the form in which texts are compared. */
    static String folded(String text) {
        String plain = asciiFolded(text);
        if (plain != null) {
            return plain;
        }
        String decomposed = DECOMPOSITION.normalize(CASE_FOLDING.normalize(text));
        var folded = new StringBuilder(decomposed.length());
        decomposed.codePoints().forEach(character -> fold(character, folded));
        return COMPOSITION.normalize(folded);
    }

    /** The text in lower case if it is ASCII, for which no other rule applies; otherwise null. */
    private static @Nullable String asciiFolded(String text) {
        var folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                return null;
            }
            boolean isUpper = character >= 'A' && character <= 'Z';
            folded.append(isUpper ? (char) (character + 'a' - 'A') : character);
        }
        return folded.toString();
    }

    private static void fold(int character, StringBuilder folded) {
        if (character < 0x80) {
            folded.append((char) character);
            return;
        }
        String letters = LATIN_LETTERS.get(character);
        if (letters != null) {
            folded.append(letters);
        } else if (!REMOVED_MARKS.contains(character)) {
            folded.appendCodePoint(character);
        }
    }

    private static UnicodeSet removedMarks() {
        RuleBasedCollator letters = NameOrder.rootCollator();
        letters.setStrength(Collator.PRIMARY);
        var removed = new UnicodeSet();
        for (String mark : new UnicodeSet("[:M:]")) {
            if (letters.compare(mark, "") == 0) {
                removed.add(mark);
            }
        }
        return removed.freeze();
    }

    /** The length of the word up to a number of characters, without half of a surrogate pair. */
    private static int cut(String word, int charactersMax) {
        if (word.length() <= charactersMax) {
            return word.length();
        }
        return Character.isHighSurrogate(word.charAt(charactersMax - 1))
                ? charactersMax - 1
                : charactersMax;
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
