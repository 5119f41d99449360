package io.stockledger.cli.rebuild;

import io.stockledger.cli.output.Progress;
import io.stockledger.cli.services.PatientReads;
import io.stockledger.cli.services.Service;
import io.stockledger.cli.services.ServiceFailure;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Follows a rebuild in {@code GET /v1/projections} and shows its progress on stderr. A service that
 * does not answer for a while is waited for. For one thread.
 */
final class RebuildProgress {

    private static final Duration POLL_EVERY = Duration.ofMillis(500);

    /** How long another replica may take to see the new generation. */
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

    private final PatientReads query;
    private final String projection;
    private final int generation;
    private final PrintWriter err;
    private @Nullable Progress progress;
    private boolean isComparing;

    RebuildProgress(Service query, String projection, int generation, PrintWriter err) {
        this.query = new PatientReads(query, err);
        this.projection = projection;
        this.generation = generation;
        this.err = err;
    }

    /**
     * Waits until the generation serves, differs, or is gone.
     *
     * @return the generation; of one that is gone only the state {@code dropping}
     * @throws ServiceFailure if the service refuses the call
     */
    JsonNode awaitEnd() throws InterruptedException {
        long begun = System.nanoTime();
        boolean isSeen = false;
        try {
            while (true) {
                JsonNode found = find(query.get("/v1/projections").body());
                if (found != null) {
                    isSeen = true;
                    show(found);
                    if (isEnd(found.path("state").asString(""))) {
                        return found;
                    }
                } else if (isSeen || System.nanoTime() - begun > VISIBLE_WITHIN.toNanos()) {
                    return JsonNodeFactory.instance.objectNode().put("state", "dropping");
                }
                Thread.sleep(POLL_EVERY);
            }
        } finally {
            closeProgress();
        }
    }

    private static boolean isEnd(String state) {
        return !state.equals("building") && !state.equals("comparing");
    }

    private @Nullable JsonNode find(JsonNode answer) {
        for (JsonNode each : answer.path("projections")) {
            if (each.path("name").asString("").equals(projection)) {
                for (JsonNode one : each.path("generations")) {
                    if (one.path("generation").asInt(0) == generation) {
                        return one;
                    }
                }
            }
        }
        return null;
    }

    private void show(JsonNode found) {
        String state = found.path("state").asString("");
        if (state.equals("building")) {
            long total = found.path("eventsTotal").asLong(0);
            if (progress == null && total > 0) {
                progress = Progress.of("rebuild of " + projection, "events", total);
            }
            if (progress != null) {
                progress.stepTo(found.path("eventsDone").asLong(0));
            }
            return;
        }
        if (progress != null) {
            progress.stepTo(found.path("eventsDone").asLong(0));
            closeProgress();
        }
        if (state.equals("comparing") && !isComparing) {
            isComparing = true;
            err.println("comparing its rows with those of the serving generation");
            err.flush();
        }
    }

    private void closeProgress() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
