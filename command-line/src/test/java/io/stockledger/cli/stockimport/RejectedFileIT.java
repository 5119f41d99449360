package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class RejectedFileIT {

    private static final String ROWS = "a,A,1,\nb,B\nc,C,1.5,\nd,D,1,main,more\n\n,,,\n";

    @TempDir private Path folder;

    @Test
    void the_rejected_rows_are_rejected_again_if_they_are_not_mended() throws IOException {
        Path list =
                Files.writeString(folder.resolve("list.csv"), "sku,name,qty,warehouse\n" + ROWS);
        Path first = rejectedOf(list, folder.resolve("first.csv"));
        Path second = rejectedOf(first, folder.resolve("second.csv"));

        assertThat(first)
                .content()
                .isEqualTo(
                        "reason,sku,name,qty,warehouse\r\n"
                                + "\"it has 2 columns, and the header has 4\",b,B\r\n"
                                + "quantity '1.5' is not a whole number in digits such as 1234 or"
                                + " 1234.00,c,C,1.5,\r\n"
                                + "\"it has 5 columns, and the header has 4\",d,D,1,main,more\r\n");
        assertThat(second)
                .content()
                .isEqualTo(
                        Files.readString(first)
                                .replace(
                                        "2 columns, and the header has 4",
                                        "3 columns, and the header has 5")
                                .replace(
                                        "5 columns, and the header has 4",
                                        "6 columns, and the header has 5"));
    }

    @Test
    void a_pipe_gets_the_rejected_rows_and_stays_also_if_there_are_none() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Path list = Files.writeString(folder.resolve("list.csv"), "sku,qty\na,x\n");
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> text(pipe));

        rejectedOf(list, pipe);
        assertThat(read)
                .succeedsWithin(Duration.ofSeconds(60), STRING)
                .startsWith("reason,sku,qty\r\nquantity 'x'");
        rejectedOf(Files.writeString(list, "sku,qty\na,1\n"), pipe);

        assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe)).isTrue();
    }

    /** Returns the target, with the rows that have a fault in the file. */
    private static Path rejectedOf(Path list, Path target) throws IOException {
        SourceFile source = SourceFile.read(list, null, null);
        var mapping =
                new ColumnMapping(
                        source.header(), new ColumnMapping.Choices(null, Map.of(), null, "main"));
        try (var rows = new StockList(source, mapping);
                var rejected = new RejectedFile(source, target)) {
            List<ListRow> all = rows.next();
            for (ListRow row : all) {
                if (!row.isOpen() && row.is(Outcome.REJECTED)) {
                    rejected.add(row);
                }
            }
            rejected.complete();
        }
        return target;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
