package io.stockledger.localstack.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of files that can be created again: unpacked programs and class archives. */
public final class Cache {

    private Cache() {}

    /** The parent folder for root: the account of Postgres cannot enter the home of root. */
    private static final Path OF_ROOT = Path.of("/var/cache");

    /**
     * Returns the folder of the current user, which all stacks and test runs share. It is in {@code
     * XDG_CACHE_HOME}, or in {@code ~/.cache}, or for root in {@code /var/cache}.
     */
    public static Path folder() {
        return parent().resolve("stockledger").toAbsolutePath();
    }

    private static Path parent() {
        String configured = System.getenv("XDG_CACHE_HOME");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        if ("root".equals(System.getProperty("user.name")) && Files.isWritable(OF_ROOT)) {
            return OF_ROOT;
        }
        return Path.of(System.getProperty("user.home"), ".cache");
    }
}
