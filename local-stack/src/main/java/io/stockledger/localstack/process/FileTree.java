package io.stockledger.localstack.process;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Deletes folders with their contents. */
public final class FileTree {

    private FileTree() {}

    /** Deletes the folder without following links. A missing folder is not an error. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
