package io.stockledger.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code deploy/pin-images} on a copy of both files, with a program in place of docker. */
class PinImagesIT {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OLD_DIGEST = "sha256:" + "f".repeat(64);

    @TempDir private Path project;

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(project.resolve("deploy"));
        Files.copy(
                ProjectFiles.root().resolve("deploy/pin-images"),
                project.resolve("deploy/pin-images"));
        Files.writeString(
                project.resolve("docker-compose.yml"),
                """
                services:
                  events-db:
                    image: postgres:18
                  query-service:
                    image: stockledger/query-service
                  gateway:
                    image: nginx:stable@%s
                """
                        .formatted(OLD_DIGEST));
        Files.writeString(
                project.resolve("Dockerfile"),
                """
                FROM eclipse-temurin:25-jre AS service
                FROM service AS query-service
                """);
    }

    @Test
    void every_foreign_image_gets_the_digest_of_its_tag() throws Exception {
        docker("echo " + DIGEST);
        assertThat(pinImages("--write")).isEqualTo(0);
        assertThat(project.resolve("docker-compose.yml"))
                .hasContent(
                        """
                        services:
                          events-db:
                            image: postgres:18@%1$s
                          query-service:
                            image: stockledger/query-service
                          gateway:
                            image: nginx:stable@%1$s
                        """
                                .formatted(DIGEST));
        assertThat(project.resolve("Dockerfile"))
                .hasContent(
                        """
                        FROM eclipse-temurin:25-jre@%s AS service
                        FROM service AS query-service
                        """
                                .formatted(DIGEST));
    }

    @Test
    void nothing_is_written_if_the_registry_gives_no_digest_for_one_image() throws Exception {
        docker("case \"$*\" in *postgres*) exit 1 ;; *) echo " + DIGEST + " ;; esac");
        String before = Files.readString(project.resolve("docker-compose.yml"));
        assertThat(pinImages("--write")).isEqualTo(1);
        assertThat(project.resolve("docker-compose.yml")).hasContent(before);
    }

    private void docker(String body) throws IOException {
        Path program = Files.createDirectories(project.resolve("bin")).resolve("docker");
        Files.writeString(program, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private int pinImages(String option) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(project.resolve("deploy/pin-images").toString(), option))
                        .redirectErrorStream(true)
                        .redirectOutput(project.resolve("output").toFile());
        builder.environment()
                .merge("PATH", project.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        return builder.start().waitFor();
    }
}
