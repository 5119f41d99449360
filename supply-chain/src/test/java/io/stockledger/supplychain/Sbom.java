package io.stockledger.supplychain;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The components of an SBOM in the JSON format of CycloneDX. */
record Sbom(List<Library> libraries) {

    /** The beginning of the names of npm libraries in the list of licences. */
    static final String NPM = "npm:";

    private static final String OWN_GROUP = "io.stockledger";

    /**
     * A component of the SBOM. Its licences are SPDX ids where CycloneDX knows one, and otherwise
     * the names in the POM.
     *
     * @param isNpm whether it is a library of the console, from npm
     */
    record Library(
            String group, String artifact, String version, Set<String> licences, boolean isNpm) {

        /** Returns the name in the list of licences. */
        String coordinates() {
            if (isNpm) {
                return NPM + (group.isEmpty() ? artifact : group + "/" + artifact);
            }
            return group + ":" + artifact;
        }

        /** Returns the name that Maven gives the file of the library. */
        String fileName() {
            return artifact + "-" + version + ".jar";
        }

        boolean isOwn() {
            return group.equals(OWN_GROUP);
        }
    }

    /** Reads the SBOM of everything that is shipped. */
    static Sbom ofDistribution() throws IOException {
        Path file = ProjectFiles.root().resolve("supply-chain/target/stockledger.cdx.json");
        if (!Files.exists(file)) {
            throw new AssertionError(
                    "No SBOM in " + file + ": Maven makes none when it works offline (-o)");
        }
        try (InputStream json = Files.newInputStream(file)) {
            return read(json);
        }
    }

    static Sbom read(InputStream json) {
        List<Library> libraries = new ArrayList<>();
        for (JsonNode component : JsonMapper.shared().readTree(json).path("components")) {
            libraries.add(
                    new Library(
                            component.path("group").asString(""),
                            component.path("name").asString(),
                            component.path("version").asString(),
                            licences(component),
                            component.path("purl").asString("").startsWith("pkg:npm/")));
        }
        return new Sbom(List.copyOf(libraries));
    }

    private static Set<String> licences(JsonNode component) {
        Set<String> licences = new TreeSet<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            String text =
                    licence.path("id")
                            .asString(
                                    licence.path("name")
                                            .asString(choice.path("expression").asString("")));
            if (!text.isEmpty()) {
                licences.add(text.strip());
            }
        }
        return licences;
    }

    /** Returns the libraries that others have made. */
    List<Library> foreignLibraries() {
        return libraries.stream().filter(library -> !library.isOwn()).toList();
    }

    /** Returns the names of the npm libraries, with their versions. */
    Set<String> npmLibraries() {
        Set<String> names = new TreeSet<>();
        libraries.stream()
                .filter(Library::isNpm)
                .forEach(library -> names.add(library.coordinates() + "@" + library.version()));
        return names;
    }

    /** Returns the names of the modules of this project. */
    List<String> modules() {
        return libraries.stream().filter(Library::isOwn).map(Library::artifact).sorted().toList();
    }
}
