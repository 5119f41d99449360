package io.stockledger.localstack.postgres;

import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The account of the Postgres processes, as the words before their command. Postgres refuses to run
 * as root, so root needs one of two programs, which are tried in this order:
 *
 * <ul>
 *   <li>{@code unshare -U}: a user namespace in which root appears as nobody; root keeps the files.
 *       Containers usually forbid it.
 *   <li>{@code setpriv}: the account nobody, with permission to enter folders such as /root that
 *       only root can enter; nobody becomes the owner of the data folder.
 * </ul>
 */
record ServerAccount(List<String> prefix, int ownerUid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final int PROBE_MAX_SECONDS = 20;

    /** Succeeds if the account is not root and can reach the programs and the data. */
    private static final String PROBE =
            "test \"$(id -u)\" != 0 && \"$0\" --show -D \"$1\" && test -w \"$1\" -a -x \"$1\"";

    private static final ServerAccount CURRENT = new ServerAccount(List.of(), ROOT);

    private static final List<ServerAccount> FOR_ROOT =
            List.of(
                    new ServerAccount(List.of("unshare", "-U"), ROOT),
                    new ServerAccount(
                            List.of(
                                    "setpriv",
                                    "--reuid=" + NOBODY,
                                    "--regid=" + NOBODY,
                                    "--clear-groups",
                                    "--inh-caps=+dac_override",
                                    "--ambient-caps=+dac_override"),
                            NOBODY));

    /** Returns the first account that works for these programs and this existing data folder. */
    static ServerAccount choose(PostgresBinaries binaries, Path dataFolder) {
        if (!succeeds(List.of("/bin/sh", "-c", "test \"$(id -u)\" = " + ROOT))) {
            return CURRENT;
        }
        for (ServerAccount account : FOR_ROOT) {
            account.takeOver(dataFolder);
            if (account.works(binaries, dataFolder)) {
                return account;
            }
        }
        throw new StackFailure(
                "Postgres refuses to run as root, and neither 'unshare -U' nor 'setpriv' works:"
                        + " run as another user, or install util-linux.");
    }

    /** Makes the account the owner of the data folder, which the other account may have written. */
    private void takeOver(Path dataFolder) {
        try {
            if (uidOf(dataFolder) == ownerUid) {
                return;
            }
            try (Stream<Path> tree = Files.walk(dataFolder)) {
                for (Path path : tree.toList()) {
                    Files.setAttribute(path, "unix:uid", ownerUid, LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot give %s to the account of Postgres: %s. Choose another folder with --data."
                            .formatted(dataFolder, e.getMessage()),
                    e);
        }
    }

    private static int uidOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private boolean works(PostgresBinaries binaries, Path dataFolder) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("/bin/sh", "-c", PROBE));
        command.addAll(List.of(binaries.initdb().toString(), dataFolder.toString()));
        return succeeds(command);
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(PROBE_MAX_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false; // The program does not exist.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
