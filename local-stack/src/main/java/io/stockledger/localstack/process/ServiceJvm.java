package io.stockledger.localstack.process;

import java.nio.file.Path;
import java.util.List;

/**
 * The JVM of a service that {@code ./run} or a benchmark starts. In the images the heap is a share
 * of the memory of the container instead.
 */
public final class ServiceJvm {

    public static final int HEAP_MAX_MIB = 512;

    private ServiceJvm() {}

    /** Returns the Java of this JVM with the options of every service, without a program. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MAX_MIB + "m",
                "-XX:+ExitOnOutOfMemoryError");
    }
}
