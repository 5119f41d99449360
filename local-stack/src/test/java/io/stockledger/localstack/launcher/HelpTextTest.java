package io.stockledger.localstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The script prints the help from a file; if this test fails, copy the actual text there. */
class HelpTextTest {

    @Test
    void the_help_text_of_the_script_is_the_help_text_of_the_launcher() throws IOException {
        assertThat(new CommandLine(new LaunchOptions()).getUsageMessage(Ansi.OFF))
                .isEqualTo(Files.readString(Path.of("..", "bin", "help", "run.help")));
    }
}
