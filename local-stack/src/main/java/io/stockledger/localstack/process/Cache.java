package io.stockledger.localstack.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of what can be made again: unpacked programs and archives of loaded classes. */
public final class Cache {

    private Cache() {}

    /** Where root caches: the account that Postgres runs under may not enter root's home. */
    private static final Path OF_ROOT = Path.of("/var/cache");

    /**
     * One a user, shared by every stack and test run: in {@code XDG_CACHE_HOME}, or {@code
     * ~/.cache}, and for root in {@code /var/cache}.
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
