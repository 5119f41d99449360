package io.stockledger.system.faults.cluster;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * The wall clock of one process, which libfaketime moves by a number of seconds. The monotonic
 * clock stays as it is. Without the library the clock cannot be moved.
 */
final class FakeClock {

    private static final @Nullable Path LIBRARY =
            List.of("x86_64-linux-gnu", "aarch64-linux-gnu").stream()
                    .map(machine -> Path.of("/usr/lib", machine, "faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElse(null);

    private final Path offset;

    /**
     * A clock that is right.
     *
     * @param offset the file that the process reads once a second
     */
    FakeClock(Path offset) {
        this.offset = offset;
        set(0);
    }

    static boolean isAvailable() {
        return LIBRARY != null;
    }

    /** The environment variables of the process. */
    Map<String, String> environment() {
        return LIBRARY == null
                ? Map.of()
                : Map.of(
                        "LD_PRELOAD",
                        LIBRARY.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        offset.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1");
    }

    /** Moves the clock to so many seconds from the right time, within a second. */
    void set(int seconds) {
        Path fresh = offset.resolveSibling(offset.getFileName() + ".fresh");
        try {
            Files.writeString(fresh, "%+ds%n".formatted(seconds));
            Files.move(fresh, offset, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
