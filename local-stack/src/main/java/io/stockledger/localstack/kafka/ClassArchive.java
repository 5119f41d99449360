package io.stockledger.localstack.kafka;

import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The broker's classes in a form that a JVM maps instead of parsing (AppCDS): it saves 2.5 of 6 s
 * of processor time at each start. The first broker that stops in order writes it, under a name of
 * its own that is then moved into place, so that brokers of other test runs never see half a file.
 */
final class ClassArchive {

    /** Each is 50 MB; one belongs to each set of jars, of which a new build makes another. */
    private static final int ARCHIVES_MAX = 4;

    private final Path archive;
    private final Path fresh;

    ClassArchive(Path cacheFolder, List<Path> jars) {
        String name = "kafka-%016x".formatted(fingerprint(jars));
        this.archive = cacheFolder.resolve(name + ".jsa");
        this.fresh = cacheFolder.resolve(name + "." + ProcessHandle.current().pid() + ".fresh");
    }

    /** The option that uses the archive, or the one that makes it. */
    String option() {
        return Files.exists(archive)
                ? "-XX:SharedArchiveFile=" + archive
                : "-XX:ArchiveClassesAtExit=" + fresh;
    }

    /**
     * To be called when the broker has stopped. Without an archive the next start is slower only.
     */
    void publish() {
        if (!Files.exists(fresh)) {
            return;
        }
        try {
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
            for (Path old : archivesNewestFirst().stream().skip(ARCHIVES_MAX).toList()) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot keep %s: %s. Check that the folder is writable and the disk not full."
                            .formatted(archive, e.getMessage()),
                    e);
        }
    }

    private List<Path> archivesNewestFirst() throws IOException {
        try (Stream<Path> files = Files.list(archive.toAbsolutePath().getParent())) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .sorted(Comparator.comparingLong(ClassArchive::modifiedMs).reversed())
                    .toList();
        }
    }

    /** A JVM refuses an archive of other jars or of another JVM. */
    private static long fingerprint(List<Path> jars) {
        long fingerprint = System.getProperty("java.vm.version", "").hashCode();
        for (Path jar : jars) {
            fingerprint = 31 * fingerprint + jar.toString().hashCode();
            fingerprint = 31 * fingerprint + modifiedMs(jar);
        }
        return fingerprint;
    }

    private static long modifiedMs(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class)
                    .lastModifiedTime()
                    .toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
