package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RowReportIT {

    @TempDir private Path folder;

    @Test
    void a_quantity_that_is_none_is_reported_as_it_is_in_the_file() throws IOException {
        var mapping =
                new ColumnMapping(
                        new Header(List.of("sku", "qty")),
                        new ColumnMapping.Choices(null, Map.of(), null, "main"));
        Path file = folder.resolve("report.csv");

        try (RowReport report = RowReport.to(file, true)) {
            report.add(
                    List.of(
                            mapping.row(2, List.of("a", "10.5")),
                            mapping.row(3, List.of("b", "")),
                            mapping.row(4, List.of("c", "7.00")).end(Outcome.REGISTERED, ""),
                            mapping.row(5, List.of("d"))));
        }

        assertThat(file)
                .content()
                .contains("2,a,main,10.5,rejected,quantity '10.5' is not")
                .contains("3,b,main,,rejected,quantity is empty")
                .contains("4,c,main,7,would be registered,")
                .contains("5,,,,rejected,");
    }
}
