package io.stockledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The script prints the help from files; if this test fails, copy the actual text there. */
class HelpTextTest {

    @Test
    void every_section_has_a_help_file_with_the_text_of_the_program() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(Path.of("..", "bin", "help"))) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("bench")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        Map<String, String> texts = new TreeMap<>();
        CommandLine bench = new CommandLine(Bench.class);
        texts.put("bench.help", bench.getUsageMessage(Ansi.OFF));
        bench.getSubcommands()
                .forEach(
                        (name, each) ->
                                texts.put(
                                        "bench-" + name + ".help", each.getUsageMessage(Ansi.OFF)));

        assertThat(files).hasSizeGreaterThan(10).isEqualTo(texts);
    }
}
