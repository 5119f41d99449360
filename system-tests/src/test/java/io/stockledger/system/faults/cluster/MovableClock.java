package io.stockledger.system.faults.cluster;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Moves the wall clock of a running JVM, as {@code java.time} shows it, with an agent that is
 * loaded for the first move. The monotonic clock stays as it is. A JVM that is started again has
 * the right time.
 */
final class MovableClock {

    /** The agent and its lambda classes need nothing else. */
    private static final List<String> CLASSES = List.of("ClockAgent", "ClockAgent$Change");

    private final Path jar;

    /**
     * A clock whose agent is written to that file.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    MovableClock(Path jar) {
        this.jar = jar;
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Agent-Class", ClockAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            String folder = ClockAgent.class.getPackageName().replace('.', '/') + "/";
            for (String each : CLASSES) {
                String name = folder + each + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
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
    }

    /**
     * Moves the clock of a process to so many seconds from the right time.
     *
     * @throws IllegalStateException if the process does not answer, for example because it ends
     */
    void set(long processId, int seconds) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(processId));
            try {
                machine.loadAgent(jar.toString(), Integer.toString(seconds));
            } finally {
                machine.detach();
            }
        } catch (IOException
                | AttachNotSupportedException
                | AgentLoadException
                | AgentInitializationException e) {
            throw new IllegalStateException("Cannot move the clock of process " + processId, e);
        }
    }
}
