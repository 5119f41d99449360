package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SourceFileIT {

    private static final String LIST = "sku;name;qty\r\n1;\"Müsli;\nBär\";3\r\n";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void a_byte_order_mark_names_the_encoding_and_is_not_part_of_the_header(String encoding)
            throws IOException {
        SourceFile source = read(("\uFEFF" + LIST).getBytes(Charset.forName(encoding)), null);

        assertThat(source.header().names()).containsExactly("sku", "name", "qty");
        assertThat(source.delimiter()).isEqualTo(';');
        assertThat(source.rows()).isEqualTo(1);
        assertThat(cells(source)).containsExactly("1", "Müsli;\nBär", "3");
    }

    @Test
    void bytes_of_another_encoding_are_refused_with_their_line_and_the_cure() throws IOException {
        byte[] bytes = LIST.getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(bytes, null))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("--encoding windows-1252");
        assertThat(cells(read(bytes, "windows-1252"))).contains("Müsli;\nBär");
        assertThatThrownBy(() -> read(bytes, "latin-eleven")).hasMessageContaining("--encoding");
    }

    @Test
    void the_line_of_a_wrong_byte_is_found_in_a_large_file() throws IOException {
        String rows = "sku,name,qty\n" + "abc,Äpfel,1\n".repeat(50_000);
        byte[] good = rows.getBytes(StandardCharsets.UTF_8);
        byte[] bad = java.util.Arrays.copyOf(good, good.length + 2);
        bad[good.length] = (byte) 0xE4;
        bad[good.length + 1] = '\n';

        assertThatThrownBy(() -> read(bad, null)).hasMessageContaining("line 50002");
    }

    @Test
    void what_is_no_csv_file_is_refused() {
        assertThatThrownBy(() -> read("sku,qty\n\"a,1\n".getBytes(StandardCharsets.UTF_8), null))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("is not CSV")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> read(new byte[] {'P', 'K', 3, 4, 0}, null))
                .hasMessageContaining("spreadsheet");
        assertThatThrownBy(() -> read(new byte[0], null)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> SourceFile.read(folder, null, null))
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> SourceFile.read(folder.resolve("none"), null, null))
                .hasMessageContaining("is not there");
    }

    private SourceFile read(byte[] bytes, @Nullable String encoding) throws IOException {
        return SourceFile.read(Files.write(folder.resolve("list.csv"), bytes), encoding, null);
    }

    private static List<String> cells(SourceFile source) throws IOException {
        try (CsvReader<CsvRecord> records = source.open()) {
            return records.stream().toList().getLast().getFields();
        }
    }
}
