package io.stockledger.query.rebuild;

import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.http.RequestFields;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.generations.Generations.Change;
import io.stockledger.query.http.QueryProblemType;
import io.stockledger.query.intake.Projection;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.util.Set;

/** Asks for a rebuild, ends one, and swaps generations. */
@RestController
public final class RebuildController {

    private static final URI PROJECTIONS = URI.create("/v1/projections");
    private static final int SWAP_ATTEMPTS_MAX = 8;
    private static final Set<State> SWAPPABLE = Set.of(State.RETAINED, State.DIFFERS);

    private final Generations generations;

    public RebuildController(Generations generations) {
        this.generations = generations;
    }

    @PostMapping(
            path = "/v1/projections/{name}/rebuild",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Item> rebuild(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).finish();
        Projection projection = projection(name);
        return switch (generations.start(projection)) {
            case Change.Done(Generation begun) ->
                    ResponseEntity.accepted()
                            .location(PROJECTIONS)
                            .body(Item.of(begun, "building"));
            case Change.Refused(Generation running) ->
                    throw refusal(
                            QueryProblemType.REBUILD_RUNNING,
                            "wait for its end, or DELETE /v1/projections/" + name + "/rebuild",
                            running);
            case Change.Busy _ -> throw busy(name);
            case Change.Unknown _ -> throw noSuchGeneration(name);
        };
    }

    @DeleteMapping(
            path = "/v1/projections/{name}/rebuild",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Item> cancel(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).finish();
        RequestFields.withoutBody(request).finish();
        Projection projection = projection(name);
        return switch (generations.cancel(projection)) {
            case Change.Done(Generation cancelled) ->
                    ResponseEntity.accepted()
                            .location(PROJECTIONS)
                            .body(Item.of(cancelled, "dropping"));
            case Change.Refused(Generation read) ->
                    throw refusal(
                            QueryProblemType.NO_REBUILD_RUNNING,
                            "there is nothing to cancel; what reads are led to cannot be",
                            read);
            case Change.Busy _ -> throw busy(name);
            case Change.Unknown _ -> throw noSuchGeneration(name);
        };
    }

    @PostMapping(path = "/v1/projections/{name}/swap", produces = MediaType.APPLICATION_JSON_VALUE)
    Item swap(@PathVariable String name, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        Long number = query.wholeNumber("generation", 1, Integer.MAX_VALUE);
        if (!query.isGiven("generation")) {
            query.refuse("generation", "is missing: the generation that is to serve");
        }
        query.finish();
        Projection projection = projection(name);
        return switch (swap(projection, number == null ? 0 : number.intValue())) {
            case Change.Done(Generation served) -> Item.of(served, "serving");
            case Change.Refused(Generation generation) ->
                    throw refusal(
                            QueryProblemType.GENERATION_NOT_CURRENT,
                            "it serves already, or is being built, compared or dropped",
                            generation);
            case Change.Busy _ -> throw busy(name);
            case Change.Unknown _ -> throw noSuchGeneration(name);
        };
    }

    /** Between two attempts those reads go first that have queued behind the one before. */
    private Change swap(Projection projection, int number) {
        Change change = new Change.Busy();
        for (int i = 0; i < SWAP_ATTEMPTS_MAX && change instanceof Change.Busy; i++) {
            change = generations.swap(projection, number, SWAPPABLE);
        }
        return change;
    }

    private static ProblemException busy(String name) {
        return new ProblemException(
                QueryProblemType.SWAP_TIMED_OUT
                        .problem("nothing has changed; try again")
                        .with("name", name)
                        .withHeader("Retry-After", "1"));
    }

    private Projection projection(String name) {
        return generations
                .projection(name)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        QueryProblemType.PROJECTION_NOT_FOUND
                                                .problem(
                                                        "name: GET /v1/projections lists the read"
                                                                + " models")
                                                .with("name", name)));
    }

    private static ProblemException noSuchGeneration(String name) {
        return new ProblemException(
                QueryProblemType.GENERATION_NOT_FOUND
                        .problem(
                                "generation: GET /v1/projections lists the generations of this"
                                        + " version of the read model")
                        .with("name", name));
    }

    private static ProblemException refusal(
            QueryProblemType type, String detail, Generation generation) {
        return new ProblemException(
                type.problem(detail)
                        .with("name", generation.projection())
                        .with("generation", generation.number())
                        .with("state", generation.state().word()));
    }

    record Item(String name, int generation, int version, String state) {

        static Item of(Generation generation, String state) {
            return new Item(
                    generation.projection(), generation.number(), generation.version(), state);
        }
    }
}
