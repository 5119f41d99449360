package io.stockledger.supplychain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the project that the tests read. */
final class ProjectFiles {

    private ProjectFiles() {}

    /** Returns the root folder of the project, above the folder in which the tests run. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("run"))) {
            folder = Objects.requireNonNull(folder.getParent(), "not below the project's root");
        }
        return folder;
    }

    /** Tells whether npm has built the console; otherwise a page says that it was not built. */
    static boolean consoleIsBuilt() {
        return Files.exists(root().resolve("console/target/built"));
    }

    /** Returns the executable jar of a service. */
    static Path serviceJar(String service) {
        return root().resolve(service).resolve("target").resolve(service + "-app.jar");
    }

    /** Returns the jars that the build of the module has made, the executable one included. */
    static List<Path> jarsOf(String module) throws IOException {
        try (Stream<Path> files = Files.list(root().resolve(module).resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /**
     * Returns the file names of the libraries that the script of the module has on its class path.
     */
    static List<String> librariesOf(String module) throws IOException {
        try (Stream<Path> files = Files.list(root().resolve(module).resolve("target/lib"))) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .sorted()
                    .toList();
        }
    }
}
