package io.stockledger.localstack.launcher;

import static java.util.Comparator.naturalOrder;

import io.stockledger.localstack.process.ClassArchive;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The program of a service: its jar, unpacked into a folder as in the images, because a class
 * archive cannot contain classes of nested jars. A jar that cannot be unpacked is started as it is,
 * which is slower. Thread-safe.
 */
public final class ServiceProgram {

    private static final int UNPACK_MAX_SECONDS = 60;
    private static final String UNPACKED = "unpacked";
    private static final String LOCK = "unpack.lock";

    private final Path jar;
    private final @Nullable ClassArchive archive;
    private boolean archiveIsBeingWritten;

    private ServiceProgram(Path jar, @Nullable ClassArchive archive) {
        this.jar = jar;
        this.archive = archive;
    }

    /**
     * Unpacks the jar if that has not been done since the last build.
     *
     * @throws StackFailure if there is no such jar
     */
    public static ServiceProgram of(Path jar) {
        if (!Files.exists(jar)) {
            throw new StackFailure(jar + " is missing: build it with mvn -DskipTests package.");
        }
        try {
            Path folder =
                    jar.resolveSibling(UNPACKED)
                            .resolve(Files.getLastModifiedTime(jar).toMillis() + "");
            if (!Files.exists(folder) && !unpackOnce(jar, folder)) {
                return new ServiceProgram(jar, null);
            }
            Path program = folder.resolve(jar.getFileName());
            List<Path> classPath = new ArrayList<>(List.of(program));
            try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
                libraries.sorted(naturalOrder()).forEach(classPath::add);
            }
            return new ServiceProgram(program, new ClassArchive(folder, "service", classPath));
        } catch (IOException e) {
            return new ServiceProgram(jar, null);
        }
    }

    /** Returns the Java options. Of concurrent processes, one writes the class archive. */
    public synchronized List<String> javaOptions() {
        List<String> options = new ArrayList<>();
        if (archive != null && archive.exists()) {
            options.addAll(archive.use());
        } else if (archive != null && !archiveIsBeingWritten) {
            options.addAll(archive.write());
            archiveIsBeingWritten = true;
        }
        options.addAll(List.of("-jar", jar.toString()));
        return options;
    }

    /** Publishes the archive. Call this after all processes were ready and stopped in order. */
    public synchronized void stopped() {
        if (archive != null && archiveIsBeingWritten) {
            archive.publish();
            archiveIsBeingWritten = false;
        }
    }

    /** Of processes that start at once, one unpacks and the others wait. */
    private static synchronized boolean unpackOnce(Path jar, Path folder) throws IOException {
        if (!hasJarsWithin(jar)) {
            return false;
        }
        Path unpacked = Files.createDirectories(jar.resolveSibling(UNPACKED));
        try (FileChannel lockFile =
                        FileChannel.open(
                                unpacked.resolve(LOCK),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            if (lock.isValid() && !Files.exists(folder)) {
                if (!unpack(jar, folder)) {
                    return false;
                }
                deleteOthers(unpacked, folder);
            }
            return true;
        }
    }

    private static boolean hasJarsWithin(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry("BOOT-INF/lib/") != null;
        }
    }

    /** Unpacks into another folder first, so that an interrupted unpacking is never used. */
    private static boolean unpack(Path jar, Path folder) throws IOException {
        Path unfinished = folder.resolveSibling("unfinished-" + ProcessHandle.current().pid());
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Djarmode=tools",
                                "-jar",
                                jar.toString(),
                                "extract",
                                "--destination",
                                unfinished.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(UNPACK_MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (process.exitValue() != 0) {
            return false;
        }
        Files.move(unfinished, folder);
        return true;
    }

    private static void deleteOthers(Path unpacked, Path folder) throws IOException {
        try (Stream<Path> all = Files.list(unpacked)) {
            for (Path other :
                    all.filter(path -> !path.equals(folder) && !path.endsWith(LOCK)).toList()) {
                FileTree.delete(other);
            }
        }
    }
}
