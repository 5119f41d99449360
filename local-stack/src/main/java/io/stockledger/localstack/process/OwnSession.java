package io.stockledger.localstack.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The prefix of a command that runs it in its own session, without another process in between:
 * {@code setsid} on Linux, perl on a Mac, and nothing if neither exists.
 */
final class OwnSession {

    private static final List<String> PREFIX = find();

    private OwnSession() {}

    static List<String> prefix() {
        return PREFIX;
    }

    private static List<String> find() {
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(setsid))) {
                return List.of(setsid);
            }
        }
        return Files.isExecutable(Path.of("/usr/bin/perl"))
                ? List.of("/usr/bin/perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV")
                : List.of();
    }
}
