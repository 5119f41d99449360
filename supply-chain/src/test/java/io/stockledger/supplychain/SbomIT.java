package io.stockledger.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** The SBOMs name everything that is in the jars, and nothing else. */
class SbomIT {

    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** Spring Boot adds it to each jar that it repackages; no POM names it. */
    private static final String JARMODE_TOOLS = "spring-boot-jarmode-tools-";

    /** Spring Boot leaves its starters out of the jar: they contain no classes. */
    private static final String STARTER = "spring-boot-starter-";

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void the_jar_of_a_service_has_an_sbom_of_exactly_its_libraries(String service)
            throws IOException {
        try (JarFile jar = new JarFile(ProjectFiles.serviceJar(service).toFile())) {
            Set<String> listed = fileNames(sbomOf(jar));
            listed.removeIf(name -> name.startsWith(STARTER));
            assertThat(listed).isEqualTo(librariesIn(jar));
        }
    }

    @Test
    void the_sbom_of_the_distribution_contains_every_library_of_both_services() throws IOException {
        Set<String> shipped = new TreeSet<>();
        for (String service : List.of("command-service", "query-service")) {
            try (JarFile jar = new JarFile(ProjectFiles.serviceJar(service).toFile())) {
                shipped.addAll(librariesIn(jar));
            }
        }
        assertThat(fileNames(Sbom.ofDistribution())).containsAll(shipped);
    }

    @Test
    void the_sbom_of_the_query_service_names_exactly_the_npm_libraries_of_the_console()
            throws IOException {
        try (JarFile jar = new JarFile(ProjectFiles.serviceJar("query-service").toFile())) {
            assertThat(sbomOf(jar).npmLibraries()).isEqualTo(shippedByNpm());
        }
        assertThat(Sbom.ofDistribution().npmLibraries()).isEqualTo(shippedByNpm());
    }

    @Test
    void the_sbom_of_the_command_service_names_no_npm_library() throws IOException {
        try (JarFile jar = new JarFile(ProjectFiles.serviceJar("command-service").toFile())) {
            assertThat(sbomOf(jar).npmLibraries()).isEmpty();
        }
    }

    /** What {@code package.json} asks for and the lock file pins; none without npm. */
    private static Set<String> shippedByNpm() throws IOException {
        Set<String> shipped = new TreeSet<>();
        if (ProjectFiles.consoleIsBuilt()) {
            Path description = ProjectFiles.root().resolve("console/package.json");
            JsonMapper.shared()
                    .readTree(Files.readString(description))
                    .path("dependencies")
                    .properties()
                    .forEach(
                            library ->
                                    shipped.add(
                                            Sbom.NPM
                                                    + library.getKey()
                                                    + "@"
                                                    + library.getValue().asString()));
        }
        return shipped;
    }

    /** By name only: a folder of libraries keeps the earlier version of a library until a clean. */
    @ParameterizedTest
    @ValueSource(strings = {"local-stack", "command-line", "sales-replay"})
    void the_sbom_of_the_distribution_contains_every_library_of_a_script(String module)
            throws IOException {
        Set<String> known =
                Sbom.ofDistribution().libraries().stream()
                        .map(Sbom.Library::artifact)
                        .collect(Collectors.toSet());
        assertThat(ProjectFiles.librariesOf(module))
                .isNotEmpty()
                .extracting(SbomIT::withoutVersion)
                .isSubsetOf(known);
    }

    /** Reads the SBOM at the place that the manifest names to scanners. */
    private static Sbom sbomOf(JarFile jar) throws IOException {
        Manifest manifest = requireNonNull(jar.getManifest());
        String location = manifest.getMainAttributes().getValue("Sbom-Location");
        assertThat(location)
                .as("SBOM of %s; Maven makes none when it works offline (-o)", jar.getName())
                .isEqualTo("META-INF/sbom/application.cdx.json");
        try (InputStream json = jar.getInputStream(requireNonNull(jar.getEntry(location)))) {
            return Sbom.read(json);
        }
    }

    private static Set<String> fileNames(Sbom sbom) {
        return sbom.libraries().stream()
                .filter(library -> !library.isNpm())
                .map(Sbom.Library::fileName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> librariesIn(JarFile jar) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                .map(name -> name.substring(LIBRARIES.length()))
                .filter(name -> !name.startsWith(JARMODE_TOOLS))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutVersion(String fileName) {
        return fileName.replaceFirst("-\\d[^/]*\\.jar$", "");
    }
}
