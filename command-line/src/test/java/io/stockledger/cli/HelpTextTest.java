package io.stockledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The script prints these texts from files; if this test fails, copy the actual text there. */
class HelpTextTest {

    private static final Path BIN = Path.of("..", "bin");

    @Test
    void every_command_has_a_help_file_with_the_text_of_the_program() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(BIN.resolve("help"))) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("stockledger")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        Map<String, String> texts = new TreeMap<>();
        addTexts("stockledger", Stockledger.commandLine(), texts);

        assertThat(files).hasSizeGreaterThan(10).isEqualTo(texts);
    }

    @Test
    void the_completion_file_has_the_text_of_the_program() throws IOException {
        StringWriter text = new StringWriter();
        int exitCode =
                Stockledger.execute(
                        new PrintWriter(text), new PrintWriter(text), "completion", "zsh");

        assertThat(exitCode).isZero();
        assertThat(text.toString())
                .contains("--query-service", "completion run replay bench\"")
                .isEqualTo(Files.readString(BIN.resolve("completion").resolve("stockledger")));
    }

    private static void addTexts(String name, CommandLine line, Map<String, String> texts) {
        texts.put(name + ".help", line.getUsageMessage(Ansi.OFF));
        line.getSubcommands()
                .forEach((subcommand, each) -> addTexts(name + "-" + subcommand, each, texts));
    }
}
