package io.stockledger.query.progress;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.events.Heartbeat;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.progress.ProgressSnapshot.HeldProduct;
import io.stockledger.query.progress.ProjectionProgress.PartitionStatus;
import io.stockledger.query.verification.VerificationStatus;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code GET /v1/projections}: the progress of each read model, as this replica last saw it. */
@RestController
public final class ProjectionsController {

    private final ProgressWatch watch;
    private final Supplier<VerificationStatus> verification;

    /**
     * @param verification the result of the verification in the background
     */
    public ProjectionsController(ProgressWatch watch, Supplier<VerificationStatus> verification) {
        this.watch = watch;
        this.verification = verification;
    }

    @GetMapping(path = "/v1/projections", produces = MediaType.APPLICATION_JSON_VALUE)
    ProjectionList projections(HttpServletRequest request) {
        QueryParameters.of(request).finish();
        Instant now = watch.now();
        long nowNanos = System.nanoTime();
        return new ProjectionList(
                LastHeartbeat.of(watch.heartbeat(), watch.heartbeatAgeMs()),
                verification.get(),
                watch.projections().stream().map(p -> Item.of(p, now, nowNanos)).toList());
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProjectionList(
            @Nullable LastHeartbeat heartbeat,
            VerificationStatus verification,
            List<Item> projections) {}

    /** The newest heartbeat of the relay. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastHeartbeat(
            long ageMs,
            UUID epoch,
            int epochNumber,
            long term,
            long headPosition,
            long publishedPosition,
            @Nullable String halted) {

        static @Nullable LastHeartbeat of(@Nullable Heartbeat heartbeat, @Nullable Long ageMs) {
            return heartbeat == null || ageMs == null
                    ? null
                    : new LastHeartbeat(
                            ageMs,
                            heartbeat.epoch().id(),
                            heartbeat.epoch().number(),
                            heartbeat.term(),
                            heartbeat.headPosition(),
                            heartbeat.publishedPosition(),
                            heartbeat.halted());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String name,
            int version,
            int generation,
            String status,
            long position,
            long lagEvents,
            long lagMs,
            long heldProducts,
            List<HeldProduct> firstHeldProducts,
            List<PartitionStatus> partitions,
            List<GenerationProgress> generations) {

        static Item of(ProjectionProgress progress, Instant now, long nowNanos) {
            return new Item(
                    progress.name(),
                    progress.version(),
                    progress.generation(),
                    progress.status(now, nowNanos).word(),
                    progress.position(),
                    progress.lagEvents(),
                    progress.lagMs(now, nowNanos),
                    progress.held().count(),
                    progress.held().shown(),
                    progress.partitions(),
                    progress.generations());
        }
    }
}
