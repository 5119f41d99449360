package io.stockledger.system.faults.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The limit on the size of the files that a process writes, changed by {@code prlimit} of
 * util-linux while the process runs. A write beyond it fails, and so does the extension of a file,
 * as on a full disk. Sockets have no such limit. Without the program the limit cannot be changed.
 */
final class FileSizeLimit {

    private static final String PROGRAM = "/usr/bin/prlimit";

    private FileSizeLimit() {}

    static boolean isAvailable() {
        return Files.isExecutable(Path.of(PROGRAM));
    }

    /** Lowers the soft limit of these processes to so many bytes. */
    static void set(List<Long> processIds, long bytes) {
        change(processIds, Long.toString(bytes));
    }

    /** Raises the soft limit of these processes to the hard one, which is never changed. */
    static void remove(List<Long> processIds) {
        change(processIds, "unlimited");
    }

    private static void change(List<Long> processIds, String bytes) {
        for (long id : processIds) {
            Tool.run(List.of(PROGRAM, "--pid=" + id, "--fsize=" + bytes + ":"));
        }
    }
}
