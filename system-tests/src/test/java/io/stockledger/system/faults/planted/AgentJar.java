package io.stockledger.system.faults.planted;

import net.bytebuddy.ByteBuddy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar of the agent, made of the test classes of this package at run time. */
public final class AgentJar {

    private static final List<Class<?>> CLASSES =
            List.of(
                    PlantingAgent.class,
                    PlantedBug.class,
                    PlantedBug.Change.class,
                    Reflection.class,
                    AnswerBeforeCommit.class,
                    NoAcknowledgement.class,
                    NoVersionGuard.class,
                    LagAlways0.class,
                    AlwaysHeld.class,
                    RenewalNeverRefused.class);

    private AgentJar() {}

    /** Writes the jar and returns the option of a JVM that plants the bug. */
    public static String javaOption(Path jar, PlantedBug bug) {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", PlantingAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.put(Attributes.Name.CLASS_PATH, byteBuddy().toUri().toString());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> each : CLASSES) {
                String name = each.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IllegalStateException(name + " is missing");
                    }
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-javaagent:" + jar.toAbsolutePath() + "=" + bug;
    }

    private static Path byteBuddy() {
        return Path.of(
                URI.create(
                        ByteBuddy.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()));
    }
}
