package io.stockledger.localstack.kafka;

import io.stockledger.localstack.process.ClassArchive;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of the broker's JVM: the Java of this JVM and Kafka from its class path. */
public final class BrokerJvm {

    private static final int HEAP_MAX_MIB = 512;

    /**
     * The beginnings of the names of the broker's jars. The rest of the class path is left out,
     * because it changes with every build and would make the class archive useless.
     */
    private static final List<String> BROKER_JARS =
            List.of(
                    "kafka",
                    "scala-",
                    "slf4j-api-",
                    "logback-",
                    "log4j-",
                    "jackson-",
                    "snakeyaml-",
                    "argparse4j-",
                    "jopt-simple-",
                    "jose4j-",
                    "metrics-core-",
                    "re2j-",
                    "caffeine-",
                    "pcollections-",
                    "HdrHistogram-",
                    "hash4j-",
                    "commons-beanutils-",
                    "commons-collections-",
                    "commons-digester-",
                    "commons-logging-",
                    "commons-validator-",
                    "lz4-java-",
                    "snappy-java-",
                    "zstd-jni-");

    private final List<Path> jars;
    private final ClassArchive archive;
    private final Tuning tuning;

    /** A JVM whose class archives are kept in this folder. */
    public BrokerJvm(Path cacheFolder, Tuning tuning) {
        this.jars = brokerJars(System.getProperty("java.class.path"));
        this.archive = new ClassArchive(KafkaBroker.ensureFolder(cacheFolder), "kafka", jars);
        this.tuning = tuning;
    }

    /** Returns the command line of a broker with this configuration and this Logback file. */
    public List<String> command(Path configuration, Path logging) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xms128m", "-Xmx" + HEAP_MAX_MIB + "m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(archive.exists() ? archive.use() : archive.write());
        if (tuning == Tuning.QUICK_START) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.add("-Dlogback.configurationFile=" + logging);
        String classPath =
                jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, "kafka.Kafka", configuration.toString()));
        return command;
    }

    /** Publishes the class archive. Call this after the broker has stopped. */
    public void stopped() {
        archive.publish();
    }

    static List<Path> brokerJars(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(BrokerJvm::isBrokerJar)
                .filter(Files::exists)
                .toList();
    }

    private static boolean isBrokerJar(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return name.endsWith(".jar") && BROKER_JARS.stream().anyMatch(name::startsWith);
    }
}
