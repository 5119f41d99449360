package io.stockledger.localstack.postgres;

import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.OwnerOnly;
import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The database cluster on disk. It is created once; the lock of a killed server is removed. */
final class DataFolder {

    private static final int INITDB_MAX_SECONDS = 120;

    /** The locales for character classes. In the C locale only ASCII letters are letters. */
    private static final List<String> CTYPES = List.of("C.UTF-8", "en_US.UTF-8", "C");

    private final Path folder;
    private final PostgresBinaries binaries;

    DataFolder(Path folder, PostgresBinaries binaries) {
        this.folder = folder.toAbsolutePath();
        this.binaries = binaries;
    }

    /** Prepares the folder and returns the account under which the server must run. */
    ServerAccount prepare(String password, Path logFile) {
        try {
            OwnerOnly.folderOf(logFile);
            OwnerOnly.file(logFile);
            if (!Files.isDirectory(folder)) {
                return initialise(password, logFile);
            }
            ServerAccount account = ServerAccount.choose(binaries, folder);
            removeStaleLock();
            return account;
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot prepare the Postgres data folder %s: %s. Check that it is writable and that the disk is not full."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    /** Creates the cluster in another folder first, so that an interrupted initdb is never used. */
    private ServerAccount initialise(String password, Path logFile) throws IOException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        FileTree.delete(unfinished);
        Files.createDirectories(folder.getParent());
        Files.createDirectory(
                unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerAccount account = ServerAccount.choose(binaries, unfinished);
        for (String ctype : CTYPES) {
            if (runInitdb(initdbCommand(account, unfinished, ctype), password, logFile)) {
                Files.move(unfinished, folder);
                return account;
            }
        }
        throw new StackFailure(StartFailure.explain(logFile));
    }

    private List<String> initdbCommand(ServerAccount account, Path target, String ctype) {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(binaries.initdb().toString());
        command.addAll(
                List.of(
                        "--pgdata=" + target,
                        "--username=" + PostgresServer.ADMINISTRATOR,
                        "--pwfile=/dev/stdin",
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--lc-ctype=" + ctype,
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums"));
        return command;
    }

    private static boolean runInitdb(List<String> command, String password, Path logFile)
            throws IOException {
        Process initdb =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                        .start();
        try (var stdin = initdb.getOutputStream()) {
            stdin.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (initdb.waitFor(INITDB_MAX_SECONDS, TimeUnit.SECONDS)) {
                return initdb.exitValue() == 0;
            }
            initdb.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            initdb.destroyForcibly();
            return false;
        }
    }

    /**
     * Removes the lock file of a killed server. Postgres ignores such a file unless another process
     * has the same process id now, which is common in containers.
     */
    private void removeStaleLock() throws IOException {
        Path lock = folder.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        boolean running =
                !lines.isEmpty()
                        && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                                .flatMap(process -> process.info().command())
                                .filter(command -> command.endsWith("/postgres"))
                                .isPresent();
        if (!running) {
            Files.delete(lock);
        }
    }
}
