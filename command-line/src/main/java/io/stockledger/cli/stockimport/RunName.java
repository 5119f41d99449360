package io.stockledger.cli.stockimport;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Names an import: with the same name, its commands have the same idempotency keys.
 *
 * @param importId tells imports of the same list apart; null if none was given
 */
record RunName(ExistingProducts existing, @Nullable String importId) {

    private static final int DIGITS = 16;

    /** Returns a name of the file and of all choices that change commands. */
    String of(SourceFile source, ColumnMapping mapping) {
        List<String> parts =
                List.of(
                        source.sha256(),
                        source.encoding().charset().name(),
                        String.valueOf(source.delimiter()),
                        mapping.identity(),
                        existing.toString(),
                        importId == null ? "" : importId);
        // The lengths keep two lists of parts apart whose texts together are equal.
        String text =
                parts.stream().map(part -> part.length() + ":" + part).reduce("", String::concat);
        byte[] hash = TextHashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return "import-" + HexFormat.of().formatHex(hash).substring(0, DIGITS);
    }
}
