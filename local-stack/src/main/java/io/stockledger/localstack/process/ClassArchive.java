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
 * The classes of a program in a file that a JVM maps instead of parsing class files (AppCDS), which
 * saves at least half of the processor time of a start. The first process that stops in order
 * writes the archive under a temporary name and then moves it, so that other programs never see an
 * incomplete file.
 */
public final class ClassArchive {

    /** An archive has 50 to 75 MB. There is one per set of jars, and a new build is a new set. */
    private static final int ARCHIVES_MAX = 4;

    private final String program;
    private final Path archive;
    private final Path fresh;

    /** Creates the archive of these jars in this folder. */
    public ClassArchive(Path folder, String program, List<Path> jars) {
        this.program = program;
        String name = "%s-%016x".formatted(program, fingerprint(jars));
        this.archive = folder.resolve(name + ".jsa");
        this.fresh = folder.resolve(name + "." + ProcessHandle.current().pid() + ".fresh");
    }

    public boolean exists() {
        return Files.exists(archive);
    }

    /** Returns the options of a JVM that uses the archive. It starts without an archive too. */
    public List<String> use() {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /** Returns the options of the one JVM that writes the archive when it stops. */
    public List<String> write() {
        return List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /**
     * Moves a new archive into place. Call this after the JVM that writes it has stopped. Without
     * an archive the next start is slower.
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
                    "Cannot write %s: %s. Check that the folder is writable and that the disk is not full."
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

    /** Returns a number that changes with the jars and the JVM: an archive works only for these. */
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
