package io.stockledger.cli.stockimport;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * A stock list as a file, whose every byte has been read once: it is text in its encoding, and CSV
 * to its end. The second reading is the import.
 *
 * @param sha256 of all bytes, in hexadecimal digits
 * @param rows the number of rows after the header, without blank lines
 */
record SourceFile(
        Path path, TextEncoding encoding, char delimiter, Header header, String sha256, long rows) {

    private static final int BUFFER = 1 << 16;

    /**
     * Reads the file once.
     *
     * @param encodingName null for UTF-8, or UTF-16 if the file begins with its byte order mark
     * @param delimiterChoice null to find it in the header line
     * @throws OperatorFailure if the file cannot be read, or is no CSV in this encoding
     */
    static SourceFile read(
            Path path, @Nullable String encodingName, @Nullable Character delimiterChoice) {
        if (!Files.isRegularFile(path)) {
            throw new OperatorFailure(
                    path
                            + (Files.isDirectory(path)
                                    ? " is a folder: name a CSV file"
                                    : " is not there, or no regular file: name a CSV file"));
        }
        TextEncoding encoding = null;
        try {
            encoding = TextEncoding.of(path, encodingName);
            char delimiter =
                    delimiterChoice == null
                            ? Delimiter.inFirstLine(text(Files.newInputStream(path), encoding))
                            : delimiterChoice;
            return readAll(path, encoding, delimiter);
        } catch (IOException | UncheckedIOException e) {
            if (encoding != null && isCoding(e)) {
                throw encoding.fault(path);
            }
            throw new OperatorFailure("cannot read %s (%s)".formatted(path, e.getMessage()), e);
        } catch (CsvParseException e) {
            throw new OperatorFailure(path + " is not CSV: " + e.getMessage(), e);
        }
    }

    private static SourceFile readAll(Path path, TextEncoding encoding, char delimiter)
            throws IOException {
        MessageDigest digest = TextHashes.sha256();
        long rows = 0;
        try (var bytes = new DigestInputStream(Files.newInputStream(path), digest);
                CsvReader<CsvRecord> records = csv(text(bytes, encoding), delimiter)) {
            Iterator<CsvRecord> iterator = records.iterator();
            if (!iterator.hasNext()) {
                throw new OperatorFailure(path + " is empty: the first row names the columns");
            }
            Header header = new Header(iterator.next().getFields());
            while (iterator.hasNext()) {
                iterator.next();
                rows++;
            }
            return new SourceFile(
                    path,
                    encoding,
                    delimiter,
                    header,
                    HexFormat.of().formatHex(digest.digest()),
                    rows);
        }
    }

    private static boolean isCoding(Exception e) {
        return e instanceof CharacterCodingException
                || e.getCause() instanceof CharacterCodingException;
    }

    private static CsvReader<CsvRecord> csv(Reader text, char delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text);
    }

    /** Reads text without its byte order mark; wrong bytes fail the reading. */
    private static Reader text(InputStream bytes, TextEncoding encoding) throws IOException {
        InputStream buffered = new BufferedInputStream(bytes, BUFFER);
        buffered.skipNBytes(encoding.mark().size());
        return new InputStreamReader(
                buffered,
                encoding.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** Opens the records; the first one is the header. The caller closes them. */
    CsvReader<CsvRecord> open() throws IOException {
        return csv(text(Files.newInputStream(path), encoding), delimiter);
    }
}
