package io.stockledger.cli.verify;

import io.stockledger.cli.Stockledger;
import io.stockledger.cli.sources.SourceOptions;
import io.stockledger.cli.sources.Sources;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The command line of a verification. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Verifies the event log, the topic and the read models.",
        description = {
            "Compares the event log, the topic and the read models of a running system, and changes"
                + " nothing. It checks that positions and sequence numbers have no gaps, that no"
                + " event breaks a rule, that every snapshot and every row of every read model is"
                + " equal to the fold of the events, and that the topic has every event in order.",
            "",
            "Each difference is printed as one line. A verification that was interrupted goes on"
                    + " where it stopped.",
            "",
            "Without addresses it verifies the system that ./run has started. With --events, only"
                    + " the sources that are named are verified; the passwords of the roles are"
                    + " read from the environment variables "
                    + SourceOptions.EVENTS_PASSWORD
                    + " and "
                    + SourceOptions.VIEWS_PASSWORD
                    + ".",
            ""
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no differences",
            "1:differences",
            "2:the verification cannot be carried out",
            "3:interrupted; the next run goes on from there",
            Stockledger.EXIT_CLOSED
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int EXIT_DIFFERENCES = 1;
    private static final int EXIT_INTERRUPTED = 3;
    private static final long END_SECONDS_MAX = 30;

    @Mixin private SourceOptions options = new SourceOptions();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "The time in which the read models must reach the event log. Default:"
                            + " ${DEFAULT-VALUE}")
    private int waitSeconds;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "The file that keeps the place of an interrupted verification. Default:"
                            + " verification.state in the data folder")
    private @Nullable Path stateFile;

    @Option(
            names = "--fresh",
            description = "Begins again, also after an interrupted verification.")
    private boolean fresh;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Repeats the verification with this pause until a difference is found.")
    private @Nullable Integer everySeconds;

    @Override
    public Integer call() throws InterruptedException {
        Sources sources = options.sourcesToRead();
        var state = new VerificationState(stateFile(), sources.toString());
        if (fresh) {
            state.delete();
        }
        try (var interruption = Interruption.begin()) {
            while (true) {
                long differences = verify(sources, state, interruption);
                if (differences > 0) {
                    return EXIT_DIFFERENCES;
                }
                Integer pause = everySeconds;
                if (pause == null) {
                    return 0;
                }
                if (interruption.isRequestedWithin(pause)) {
                    return EXIT_INTERRUPTED;
                }
            }
        } catch (InterruptedVerificationException _) {
            return EXIT_INTERRUPTED;
        }
    }

    private long verify(Sources sources, VerificationState state, Interruption interruption) {
        return new Verification(
                        sources,
                        state,
                        Duration.ofSeconds(waitSeconds),
                        System.out,
                        System.err,
                        interruption::isRequested)
                .run();
    }

    private Path stateFile() {
        Path file = stateFile;
        return file == null ? options.data().resolve("verification.state") : file;
    }

    /**
     * Ends the verification at the next place at which it can be continued when the process is
     * asked to end, and then the process.
     */
    private static final class Interruption implements AutoCloseable {

        private final CountDownLatch requested = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        static Interruption begin() {
            var interruption = new Interruption();
            Runtime.getRuntime().addShutdownHook(new Thread(interruption::endProcess));
            return interruption;
        }

        /** Runs at every end of the process; does nothing after a run that was not interrupted. */
        private void endProcess() {
            if (ended.getCount() == 0) {
                return;
            }
            requested.countDown();
            try {
                if (ended.await(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                    System.out.println(
                            "interrupted; run the same command again to go on, or with --fresh to"
                                    + " begin again");
                    System.out.flush();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                // Also if the output cannot be written.
                Runtime.getRuntime().halt(EXIT_INTERRUPTED);
            }
        }

        boolean isRequested() {
            return requested.getCount() == 0;
        }

        /** Waits for the request; returns whether it came in time. */
        boolean isRequestedWithin(int seconds) throws InterruptedException {
            return requested.await(seconds, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }
}
