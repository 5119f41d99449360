package io.stockledger.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The jars contain nothing that depends on when, where or by whom they were built. {@code
 * supply-chain/check-reproducible} compares two whole builds; this test needs none.
 */
class ReproducibleJarsIT {

    private static final Pattern TIMESTAMP =
            Pattern.compile("<project.build.outputTimestamp>([^<]+)<");

    private static final Pattern OWN_CLASS = Pattern.compile("^(BOOT-INF/classes/)?io/.*\\.class$");

    /** The libraries are files of others and are not changed. */
    private static final String LIBRARIES = "BOOT-INF/lib/";

    static Stream<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String module : Sbom.ofDistribution().modules()) {
            jars.addAll(ProjectFiles.jarsOf(module));
        }
        return jars.stream();
    }

    @Test
    void both_services_and_every_script_have_a_jar() throws IOException {
        assertThat(jars().map(jar -> requireNonNull(jar.getFileName()).toString()))
                .contains(
                        "command-service-app.jar",
                        "query-service-app.jar",
                        "local-stack.jar",
                        "command-line.jar",
                        "sales-replay.jar");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void every_entry_has_the_time_that_the_project_states(Path file) throws IOException {
        Instant stated = statedTime();
        try (JarFile jar = new JarFile(file.toFile())) {
            assertThat(jar.stream())
                    .isNotEmpty()
                    .allSatisfy(
                            entry -> assertThat(time(entry)).as(entry.getName()).isEqualTo(stated));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void the_classes_are_sorted_by_name(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(OWN_CLASS.asPredicate()))
                    .isNotEmpty()
                    .isSorted();
        }
    }

    /** {@code ./run} tells by this time whether the jar of a service must be unpacked again. */
    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void the_file_of_a_service_has_the_time_of_the_build(String service) throws IOException {
        Path jar = ProjectFiles.serviceJar(service);
        assertThat(Files.getLastModifiedTime(jar))
                .isGreaterThanOrEqualTo(
                        Files.getLastModifiedTime(jar.resolveSibling(service + ".jar")));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void the_manifest_does_not_name_the_user_the_machine_or_the_exact_jdk(Path file)
            throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = requireNonNull(jar.getManifest());
            assertThat(manifest.getMainAttributes())
                    .doesNotContainKeys(
                            new Attributes.Name("Built-By"),
                            new Attributes.Name("Build-Jdk"),
                            new Attributes.Name("Build-Time"),
                            new Attributes.Name("Build-Host"));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void no_entry_contains_a_path_or_the_name_of_the_machine(Path file) throws IOException {
        String folder = ProjectFiles.root().toString();
        String host = InetAddress.getLocalHost().getHostName();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (ZipEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(LIBRARIES)) {
                    continue;
                }
                String content = content(jar, entry);
                assertThat(content).as(entry.getName()).doesNotContain(folder);
                if (entry.getName().endsWith(".properties")) {
                    assertThat(content).as(entry.getName()).doesNotContain(host);
                }
            }
        }
    }

    private static String content(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream bytes = jar.getInputStream(entry)) {
            return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Returns the exact time if the entry has one, or else the local time without a zone. */
    private static Instant time(ZipEntry entry) {
        return hasExactTime(entry)
                ? entry.getLastModifiedTime().toInstant()
                : entry.getTimeLocal().toInstant(ZoneOffset.UTC);
    }

    /** Tells whether the entry has the field 0x000a of NTFS, whose times have the zone UTC. */
    private static boolean hasExactTime(ZipEntry entry) {
        byte[] extra = entry.getExtra();
        return extra != null && extra.length > 1 && extra[0] == 0x0a && extra[1] == 0;
    }

    private static Instant statedTime() throws IOException {
        Matcher matcher =
                TIMESTAMP.matcher(Files.readString(ProjectFiles.root().resolve("pom.xml")));
        assertThat(matcher.find()).as("project.build.outputTimestamp in pom.xml").isTrue();
        return OffsetDateTime.parse(matcher.group(1)).toInstant();
    }
}
