package io.stockledger.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The root folder of the project, above the folder in which the tests run. */
public final class ProjectRoot {

    private ProjectRoot() {}

    /** Returns the nearest folder above the working folder that contains the script {@code run}. */
    public static Path path() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("run"))) {
            folder = Objects.requireNonNull(folder.getParent(), "not below the project's root");
        }
        return folder;
    }
}
