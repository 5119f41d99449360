package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.cli.OperatorFailure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class ResultOptionsIT {

    @TempDir private Path folder;

    @BeforeEach
    void writeList() throws IOException {
        Files.writeString(folder.resolve("list.csv"), "sku,qty\n");
        Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("list.csv"));
        Files.createLink(folder.resolve("hard.csv"), folder.resolve("list.csv"));
    }

    @ParameterizedTest
    @CsvSource({
        "--report=list.csv, --report is the list itself",
        "--report=./list.csv, --report is the list itself",
        "--report=link.csv, --report is the list itself",
        "--report=hard.csv, --report is the list itself",
        "--rejected=list.csv, --rejected is the list itself",
        "--rejected=link.csv, --rejected is the list itself",
        "--rejected=hard.csv, --rejected is the list itself",
        "--report=list.csv.rejected.csv, --report is the file of the rejected rows",
        "--report=x.csv --rejected=./x.csv, --report is the file of the rejected rows"
    })
    void two_of_the_list_the_report_and_the_rejected_rows_cannot_be_one_file(
            String options, String reason) {
        assertThatThrownBy(() -> rejected(options))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining(reason);
    }

    @Test
    void other_files_are_accepted() {
        assertThat(rejected("--report=x.csv --rejected=y.csv")).isEqualTo(folder.resolve("y.csv"));
        assertThat(rejected("--report=x.csv")).isEqualTo(folder.resolve("list.csv.rejected.csv"));
    }

    private Path rejected(String options) {
        var parsed = new ResultOptions();
        new CommandLine(parsed)
                .parseArgs(
                        Arrays.stream(options.split(" ", -1))
                                .map(option -> option.replace("=", "=" + folder + "/"))
                                .toArray(String[]::new));
        return parsed.rejectedOf(folder.resolve("list.csv"));
    }
}
