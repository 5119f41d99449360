package io.stockledger.replay;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads sales from a file, plain or gzipped, or from text. A file in another format is refused with
 * one line that names the fault.
 */
final class SalesFile {

    private static final List<String> COLUMNS =
            List.of("InvoiceNo", "StockCode", "Description", "Quantity", "UnitPrice", "CustomerID");
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private SalesFile() {}

    /**
     * Reads at most {@code rowsMax} rows.
     *
     * @throws ReplayFailure as a usage error if the file cannot be read or has another format
     */
    static List<SalesLine> read(Path file, long rowsMax) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw ReplayFailure.usage("cannot read " + file + ": give the path of a file of sales");
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                Reader text = new InputStreamReader(unzipped(bytes), StandardCharsets.UTF_8)) {
            return read(text, rowsMax);
        } catch (IOException | UncheckedIOException e) {
            throw ReplayFailure.usage(
                    "cannot read " + file + " to its end, is it complete? " + e.getMessage());
        }
    }

    /**
     * Reads at most {@code rowsMax} rows of CSV text.
     *
     * @throws ReplayFailure as a usage error if the text has another format
     */
    static List<SalesLine> parse(String csv, long rowsMax) {
        try {
            return read(new StringReader(csv), rowsMax);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first row names the columns; further columns are ignored. */
    private static List<SalesLine> read(Reader text, long rowsMax) throws IOException {
        List<SalesLine> lines = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                if (lines.size() >= rowsMax) {
                    break;
                }
                lines.add(line(row));
            }
        } catch (CsvParseException e) {
            throw ReplayFailure.usage("the file of sales is not CSV: " + e.getMessage());
        }
        return lines;
    }

    /** Recognises gzip by the first two bytes, for any name of the file. */
    private static InputStream unzipped(InputStream bytes) throws IOException {
        bytes.mark(2);
        boolean gzip = bytes.read() == GZIP_MAGIC_1 && bytes.read() == GZIP_MAGIC_2;
        bytes.reset();
        return gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    private static SalesLine line(NamedCsvRecord row) {
        for (String column : COLUMNS) {
            if (row.findField(column).isEmpty()) {
                throw ReplayFailure.usage(
                        "line %d of the file of sales has no column %s; the required columns are %s"
                                .formatted(row.getStartingLineNumber(), column, COLUMNS));
            }
        }
        try {
            return new SalesLine(
                    row.getField("InvoiceNo").strip(),
                    row.getField("StockCode"),
                    row.getField("Description").strip(),
                    Long.parseLong(row.getField("Quantity").strip()),
                    new BigDecimal(row.getField("UnitPrice").strip()),
                    row.getField("CustomerID").strip());
        } catch (NumberFormatException e) {
            throw ReplayFailure.usage(
                    "line %d of the file of sales has a Quantity or UnitPrice that is not a number: %s"
                            .formatted(row.getStartingLineNumber(), e.getMessage()));
        }
    }
}
