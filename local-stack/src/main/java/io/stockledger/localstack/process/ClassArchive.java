package io.stockledger.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program's classes in a form that a JVM maps instead of parsing (AppCDS), which saves half of
 * the processor time of a start, or more. The first process that stops in order writes it, under a
 * name of its own that is then moved into place, so that other programs never see half a file.
 */
public final class ClassArchive {

    /** Each is 50 to 75 MB; one belongs to each set of jars, of which a new build makes another. */
    private static final int ARCHIVES_MAX = 4;

    private final String program;
    private final Path archive;
    private final Path fresh;

    /** The archive of what is on this class path, in this folder. */
    public ClassArchive(Path folder, String program, List<Path> jars) {
        this.program = program;
        String name = "%s-%016x".formatted(program, fingerprint(jars));
        this.archive = folder.resolve(name + ".jsa");
        this.fresh = folder.resolve(name + "." + ProcessHandle.current().pid() + ".fresh");
    }

    public boolean exists() {
        return Files.exists(archive);
    }

    /** The options of a JVM that uses the archive; without one it starts all the same. */
    public List<String> use() {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /** The options of the one JVM that writes the archive when it stops. */
    public List<String> write() {
        return List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /**
     * To be called when the JVM that writes it has stopped. Without an archive the next start is
     * slower only.
     */
    public void publish() {
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
            return files.filter(this::isOfThisProgram)
                    .sorted(Comparator.comparingLong(ClassArchive::modifiedMs).reversed())
                    .toList();
        }
    }

    private boolean isOfThisProgram(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(program + "-") && name.endsWith(".jsa");
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
