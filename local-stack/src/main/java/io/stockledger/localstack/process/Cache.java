package io.stockledger.localstack.process;

import java.nio.file.Path;

/** The folder of what can be made again: unpacked programs and archives of loaded classes. */
public final class Cache {

    private Cache() {}

    /**
     * One a user, shared by every stack and test run: {@code XDG_CACHE_HOME}, or {@code ~/.cache}.
     */
    public static Path folder() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches =
                configured != null && !configured.isBlank()
                        ? Path.of(configured)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("stockledger").toAbsolutePath();
    }
}
