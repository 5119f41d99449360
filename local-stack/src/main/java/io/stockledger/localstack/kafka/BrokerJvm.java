package io.stockledger.localstack.kafka;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of the broker's JVM: this JVM's own Java and its own class path. */
final class BrokerJvm {

    private static final int HEAP_MAX_MIB = 512;

    private final Path cacheFolder;

    BrokerJvm(Path cacheFolder) {
        this.cacheFolder = cacheFolder;
    }

    List<String> command(Path configuration, Path logging) {
        KafkaBroker.ensureFolder(cacheFolder);
        String classPath = jarsOf(System.getProperty("java.class.path"));
        Path archive = cacheFolder.resolve("kafka-%08x.jsa".formatted(classPath.hashCode()));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx" + HEAP_MAX_MIB + "m",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xshare:auto",
                "-Djava.net.preferIPv4Stack=true",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classPath,
                "kafka.Kafka",
                configuration.toString());
    }

    /** Without folders of classes: with one on the class path, Java archives nothing. */
    static String jarsOf(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
