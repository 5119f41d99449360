package io.stockledger.localstack.process;

import java.nio.file.Path;
import java.util.List;

/**
 * The JVM of a service that {@code ./run} or a benchmark starts. The images give theirs a share of
 * the container's memory in place of this heap.
 */
public final class ServiceJvm {

    public static final int HEAP_MAX_MIB = 512;

    private ServiceJvm() {}

    /** Java of this JVM's own version with the options that every service has, and no program. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MAX_MIB + "m",
                "-XX:+ExitOnOutOfMemoryError");
    }
}
