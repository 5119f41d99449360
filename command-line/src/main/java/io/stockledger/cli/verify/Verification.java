package io.stockledger.cli.verify;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.sources.Brokers;
import io.stockledger.cli.sources.Database;
import io.stockledger.cli.sources.Sources;
import io.stockledger.verification.readmodels.LateProducts;
import io.stockledger.verification.readmodels.UnservedReadModelException;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One verification: runs its stages one after the other, from the place of an interrupted run if
 * there is one, and reports the differences. It changes nothing. For one thread.
 */
final class Verification {

    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
    private static final Duration STATE_INTERVAL = Duration.ofSeconds(2);

    private final Sources sources;
    private final VerificationState state;
    private final Duration wait;
    private final PrintStream out;
    private final BooleanSupplier interrupted;
    private final PrintedDifferences differences;
    private final ProgressLines progress;

    /**
     * @param wait the time in which the read models must reach the event log
     * @param interrupted whether the operator has asked for the end of the run
     */
    Verification(
            Sources sources,
            VerificationState state,
            Duration wait,
            PrintStream out,
            PrintStream progressOut,
            BooleanSupplier interrupted) {
        this.sources = sources;
        this.state = state;
        this.wait = wait;
        this.out = out;
        this.interrupted = interrupted;
        this.differences = new PrintedDifferences(out);
        this.progress = new ProgressLines(progressOut, PROGRESS_INTERVAL);
    }

    /**
     * Runs it.
     *
     * @return the number of differences
     * @throws OperatorFailure if a source cannot be read
     * @throws InterruptedVerificationException if the operator interrupts it; the next run goes on
     *     from there
     */
    long run() {
        VerificationState.Place place = state.read();
        if (place != null) {
            out.printf("continuing the interrupted verification at stage %s%n", place.stage());
            place.differences().forEach(differences::restore);
        }
        try {
            long head = LogEvents.head(sources.events());
            out.printf("verifying %,d events%n", head);
            for (Stage stage : stages()) {
                if (place == null || place.stage().equals(stage.name())) {
                    run(stage, place == null ? null : place.cursor(), head);
                    place = null;
                }
            }
        } catch (UnservedReadModelException e) {
            throw new OperatorFailure(
                    e.getMessage() + ": wait until it is built, or verify without --views", e);
        } catch (SQLException e) {
            throw new OperatorFailure(
                    "a database failed: %s. Check that it is up and that the role may read; then run the command again, which goes on from here."
                            .formatted(e.getMessage()),
                    e);
        }
        state.delete();
        differences.counts().forEach((check, n) -> out.printf("%s: %,d differences%n", check, n));
        out.printf(
                "%s in %s%n",
                differences.total() == 0 ? "no differences" : "differences found",
                sources.described());
        return differences.total();
    }

    private List<Stage> stages() {
        var stages = new ArrayList<Stage>();
        stages.add(new PositionStage(sources.events(), differences));
        stages.add(new ProductStage(sources, differences, new LateProducts(wait)));
        Database views = sources.views();
        if (views != null) {
            stages.add(new LineStage(sources.events(), views, differences));
        }
        Brokers brokers = sources.brokers();
        if (brokers != null) {
            stages.add(new TopicStage(sources.events(), brokers, sources.topic(), differences));
        }
        return stages;
    }

    private void run(Stage stage, @Nullable String cursor, long head) throws SQLException {
        boolean countsEvents = !stage.name().equals("lines");
        progress.begin(stage.name(), countsEvents ? "events" : "lines", countsEvents ? head : 0);
        var checkpoints = new StateFile(stage);
        state.write(stage.name(), cursor, differences.counts());
        stage.run(cursor, checkpoints);
        progress.end(checkpoints.done);
    }

    /** Writes the state file at intervals, and ends the run if the operator has asked for it. */
    private final class StateFile implements Stage.Checkpoints {

        private final Stage stage;
        private long writtenNanos = System.nanoTime();
        private long done;

        StateFile(Stage stage) {
            this.stage = stage;
        }

        @Override
        public void reached(String cursor, long units) {
            show(units);
            long now = System.nanoTime();
            boolean isLast = interrupted.getAsBoolean();
            if (isLast || now - writtenNanos >= STATE_INTERVAL.toNanos()) {
                writtenNanos = now;
                state.write(stage.name(), cursor, differences.counts());
            }
            if (isLast) {
                throw new InterruptedVerificationException();
            }
        }

        @Override
        public void progressed(long units) {
            show(units);
            if (interrupted.getAsBoolean()) {
                throw new InterruptedVerificationException();
            }
        }

        private void show(long units) {
            done = units;
            progress.progressed(units);
        }
    }
}
