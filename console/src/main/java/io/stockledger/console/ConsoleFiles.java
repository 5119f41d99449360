package io.stockledger.console;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the console in memory: about half a megabyte, and as much again compressed at most.
 * A name is looked up among the names that the build has listed, so that no other resource of the
 * class path can be read. Immutable and thread-safe.
 */
public final class ConsoleFiles {

    /** The page that starts the console. */
    public static final String INDEX = "index.html";

    /** The folder of the files whose names contain a hash of their content. */
    public static final String HASHED = "assets/";

    private static final String FOLDER = "files/";
    private static final String LIST = "files.txt";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html;charset=utf-8",
                    "js", "text/javascript;charset=utf-8",
                    "css", "text/css;charset=utf-8",
                    "svg", "image/svg+xml");

    private final Map<String, ConsoleFile> files;

    private ConsoleFiles(Map<String, ConsoleFile> files) {
        this.files = Map.copyOf(files);
    }

    /**
     * A file as it is sent. The arrays are shared: nobody changes them.
     *
     * @param type its media type
     * @param content its bytes
     * @param compressed its bytes in the format gzip
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record ConsoleFile(String type, byte[] content, byte[] compressed) {}

    /**
     * Reads all files from the class path.
     *
     * @throws UncheckedIOException if one is missing, or has a type that is not known here
     */
    public static ConsoleFiles read() {
        try {
            Map<String, ConsoleFile> files = new LinkedHashMap<>();
            for (String name : names()) {
                byte[] content = resource(name);
                files.put(name, new ConsoleFile(type(name), content, compressed(content)));
            }
            if (!files.containsKey(INDEX)) {
                throw new FileNotFoundException("The console has no " + INDEX);
            }
            return new ConsoleFiles(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the file with exactly this name, such as {@code assets/index-1f2e3d4c.js}; empty if
     * there is none.
     */
    public Optional<ConsoleFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Returns the names of all files. */
    public Set<String> all() {
        return files.keySet();
    }

    private static List<String> names() throws IOException {
        return new String(resource(LIST), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = ConsoleFiles.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new FileNotFoundException("The console has no file " + name);
            }
            return stream.readAllBytes();
        }
    }

    private static String type(String name) throws IOException {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String type = TYPES.get(extension);
        if (type == null) {
            throw new IOException("The console has a file of an unknown type: " + name);
        }
        return type;
    }

    private static byte[] compressed(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream(content.length / 2);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
