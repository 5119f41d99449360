package io.stockledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The script prints the help from files; if this test fails, copy the actual text there. */
class HelpTextTest {

    @ParameterizedTest
    @CsvSource({
        "stockledger.help, --help",
        "stockledger-verify.help, verify --help",
        "stockledger-restored.help, restored --help",
        "stockledger-token.help, token --help"
    })
    void the_help_text_of_the_script_is_the_help_text_of_the_program(String file, String arguments)
            throws IOException {
        StringWriter actual = new StringWriter();
        Stockledger.commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(actual))
                .execute(arguments.split(" ", -1));

        assertThat(actual.toString()).isEqualTo(Files.readString(Path.of("..", "bin", "help", file)));
    }
}
