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
 * The account that Postgres runs under, as the words that go before its command. Postgres refuses
 * to run as root, so root needs one of two ways, tried in this order:
 *
 * <ul>
 *   <li>{@code unshare -U}: a user namespace in which root appears as nobody; the files stay
 *       root's. Containers usually forbid it.
 *   <li>{@code setpriv}: the account nobody, with leave to pass through folders such as /root that
 *       only root may enter; the data folder becomes nobody's.
 * </ul>
 */
record ServerAccount(List<String> prefix, int ownerUid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final int PROBE_MAX_SECONDS = 20;

    /** Fails unless it is not root and both programs and data can be reached. */
    private static final String PROBE =
            "test \"$(id -u)\" != 0 && \"$0\" --show -D \"$1\" && test -w \"$1\" -a -x \"$1\"";

    private static final ServerAccount MYSELF = new ServerAccount(List.of(), ROOT);

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

    /** The first account that works here for these programs and this (existing) data folder. */
    static ServerAccount choose(PostgresBinaries binaries, Path dataFolder) {
        if (!exitsWell(List.of("/bin/sh", "-c", "test \"$(id -u)\" = " + ROOT))) {
            return MYSELF;
        }
        for (ServerAccount account : FOR_ROOT) {
            account.takeOver(dataFolder);
            if (account.works(binaries, dataFolder)) {
                return account;
            }
        }
        throw new StackFailure(
                "Postgres refuses to run as root, and neither 'unshare -U' nor 'setpriv' works"
                        + " here: run as another user, or install util-linux.");
    }

    /** The data folder may have been written under the other account. */
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
        return exitsWell(command);
    }

    private static boolean exitsWell(List<String> command) {
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
            return false; // There is no such program here.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
