package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options that say how the file is read. */
final class ListOptions {

    @Parameters(paramLabel = "FILE", description = "The stock list, a CSV file with a header.")
    private Path file = Path.of("");

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            description =
                    "The shape of the list: shopify, magento, woocommerce or plain. Default: found"
                            + " by the header")
    private @Nullable String preset;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description =
                    "The column of a field: productId, sku, name, quantity or warehouse. It goes"
                            + " before the preset, and can be given several times.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--sku-from",
            paramLabel = "COLUMN",
            description = "The column that fills an empty sku. Default: such a row is rejected")
    private @Nullable String skuFrom;

    @Option(
            names = "--warehouse",
            paramLabel = "ID",
            defaultValue = "main",
            description = "The warehouse of rows that name none. Default: ${DEFAULT-VALUE}")
    private String warehouse = "";

    @Option(
            names = "--delimiter",
            paramLabel = "CHARACTER",
            description =
                    "The character between two cells: ',', ';' or tab. Default: found in the header"
                            + " line")
    private @Nullable String delimiter;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description =
                    "The encoding of the file, such as windows-1252. Default: UTF-8, or UTF-16 if"
                            + " the file begins with its byte order mark")
    private @Nullable String encoding;

    Path file() {
        return file;
    }

    /**
     * Reads the whole file once.
     *
     * @throws OperatorFailure if it is no CSV file, or not in this encoding
     */
    SourceFile source() {
        String character = delimiter;
        return SourceFile.read(
                file, encoding, character == null ? null : Delimiter.parse(character));
    }

    /**
     * Returns the mapping for this header.
     *
     * @throws OperatorFailure if the header does not fit
     */
    ColumnMapping mapping(Header header) {
        Map<Field, String> chosen = new EnumMap<>(Field.class);
        columns.forEach((field, column) -> chosen.put(Field.parse(field), column));
        return new ColumnMapping(
                header, new ColumnMapping.Choices(preset, chosen, skuFrom, warehouse));
    }
}
