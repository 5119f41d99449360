package io.stockledger.benchmarks.report;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JSON files of the sections, one file per section, and the document beside the folder. The
 * document is rendered only from the files, so it contains nothing that is not in them.
 */
public final class ResultsFolder {

    public static final String DOCUMENT = "RESULTS.md";

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private final Path folder;

    public ResultsFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** Replaces the results of the section's previous run and renders the document. */
    public void save(Section section) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(section.name() + ".json"),
                MAPPER.writeValueAsString(section) + "\n");
        render();
    }

    /** Renders the document from the JSON files and returns its path. */
    public Path render() throws IOException {
        Path document = folder.resolveSibling(DOCUMENT);
        Files.createDirectories(document.getParent());
        Files.writeString(document, ResultsDocument.markdown(sections()));
        return document;
    }

    List<Section> sections() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> MAPPER.readValue(file.toFile(), Section.class))
                    .sorted(ResultsDocument.IN_ORDER)
                    .toList();
        }
    }
}
