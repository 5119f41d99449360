package io.stockledger.query.progress;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.QueryParameters;
import io.stockledger.query.progress.ProgressSnapshot.HeldProduct;
import io.stockledger.query.progress.ProjectionProgress.PartitionStatus;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/** {@code GET /v1/projections}: the progress of each read model, as this replica last saw it. */
@RestController
public final class ProjectionsController {

    private final ProgressWatch watch;

    public ProjectionsController(ProgressWatch watch) {
        this.watch = watch;
    }

    @GetMapping(path = "/v1/projections", produces = MediaType.APPLICATION_JSON_VALUE)
    ProjectionList projections(HttpServletRequest request) {
        QueryParameters.of(request).finish();
        Instant now = watch.now();
        return new ProjectionList(watch.projections().stream().map(p -> Item.of(p, now)).toList());
    }

    record ProjectionList(List<Item> projections) {}

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

        static Item of(ProjectionProgress progress, Instant now) {
            return new Item(
                    progress.name(),
                    progress.version(),
                    progress.generation(),
                    progress.status(now).word(),
                    progress.position(),
                    progress.lagEvents(),
                    progress.lagMs(now),
                    progress.held().count(),
                    progress.held().first(),
                    progress.partitions(),
                    progress.generations());
        }
    }
}
