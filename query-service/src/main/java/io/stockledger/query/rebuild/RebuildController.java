package io.stockledger.query.rebuild;

import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.http.RequestFields;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationTransitions;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.generations.TransitionOutcome;
import io.stockledger.query.http.QueryProblemType;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;

/** Begins and cancels rebuilds, and swaps generations. */
@RestController
public final class RebuildController {

    private static final URI PROJECTIONS = URI.create("/v1/projections");
    private static final int SWAP_ATTEMPTS_MAX = 8;
    private static final Set<State> SWAPPABLE = Set.of(State.RETAINED, State.DIFFERS);

    private final Generations generations;
    private final GenerationTransitions transitions;

    public RebuildController(Generations generations, GenerationTransitions transitions) {
        this.generations = generations;
        this.transitions = transitions;
    }

    @PostMapping(
            path = "/v1/projections/{name}/rebuild",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Item> rebuild(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).finish();
        TransitionOutcome outcome = transitions.begin(readModel(name));
        Generation begun = success(outcome, name, RebuildController::rebuildRunning);
        return ResponseEntity.accepted().location(PROJECTIONS).body(Item.of(begun, State.BUILDING));
    }

    @DeleteMapping(
            path = "/v1/projections/{name}/rebuild",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Item> cancel(@PathVariable String name, HttpServletRequest request) {
        QueryParameters.of(request).finish();
        RequestFields.withoutBody(request).finish();
        TransitionOutcome outcome = transitions.cancel(readModel(name));
        Generation cancelled = success(outcome, name, RebuildController::noRebuildRunning);
        return ResponseEntity.accepted()
                .location(PROJECTIONS)
                .body(Item.of(cancelled, State.DROPPING));
    }

    @PostMapping(path = "/v1/projections/{name}/swap", produces = MediaType.APPLICATION_JSON_VALUE)
    Item swap(@PathVariable String name, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        Long number = query.wholeNumber("generation", 1, Integer.MAX_VALUE);
        if (!query.isGiven("generation")) {
            query.refuse("generation", "is missing: the generation that is to serve");
        }
        query.finish();
        TransitionOutcome outcome = swap(readModel(name), number == null ? 0 : number.intValue());
        Generation swappedIn = success(outcome, name, RebuildController::generationNotCurrent);
        return Item.of(swappedIn, State.SERVING);
    }

    /** Tries several times: between two attempts, the reads that wait behind the swap run. */
    private TransitionOutcome swap(ReadModel readModel, int number) {
        TransitionOutcome outcome = new TransitionOutcome.LockTimeout();
        for (int i = 0;
                i < SWAP_ATTEMPTS_MAX && outcome instanceof TransitionOutcome.LockTimeout;
                i++) {
            outcome = transitions.swap(readModel, number, SWAPPABLE);
        }
        return outcome;
    }

    private ReadModel readModel(String name) {
        return generations
                .readModel(name)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        QueryProblemType.PROJECTION_NOT_FOUND
                                                .problem(
                                                        "name: GET /v1/projections lists the read"
                                                                + " models")
                                                .with("name", name)));
    }

    private static Generation success(
            TransitionOutcome outcome, String name, Function<Generation, Problem> refusal) {
        return switch (outcome) {
            case TransitionOutcome.Success(Generation generation) -> generation;
            case TransitionOutcome.Refusal(Generation cause) ->
                    throw new ProblemException(
                            refusal.apply(cause)
                                    .with("name", name)
                                    .with("generation", cause.number())
                                    .with("state", cause.state().word()));
            case TransitionOutcome.LockTimeout _ -> throw new ProblemException(swapTimedOut(name));
            case TransitionOutcome.UnknownGeneration _ ->
                    throw new ProblemException(generationNotFound(name));
        };
    }

    private static Problem rebuildRunning(Generation running) {
        if (running.state() == State.DROPPING) {
            return QueryProblemType.REBUILD_RUNNING
                    .problem(
                            "the tables of generation "
                                    + running.number()
                                    + " are being dropped; repeat the request")
                    .withHeader("Retry-After", "1");
        }
        return QueryProblemType.REBUILD_RUNNING.problem(
                "wait for its end, or DELETE /v1/projections/" + running.projection() + "/rebuild");
    }

    private static Problem noRebuildRunning(Generation answering) {
        return QueryProblemType.NO_REBUILD_RUNNING.problem(
                "there is nothing to cancel; generation "
                        + answering.number()
                        + " answers reads and cannot be cancelled");
    }

    private static Problem generationNotCurrent(Generation generation) {
        return QueryProblemType.GENERATION_NOT_CURRENT.problem(
                "only a generation that is retained or differs can be swapped in; generation "
                        + generation.number()
                        + " is "
                        + generation.state().word());
    }

    private static Problem swapTimedOut(String name) {
        return QueryProblemType.SWAP_TIMED_OUT
                .problem("nothing has changed; repeat the request")
                .with("name", name)
                .withHeader("Retry-After", "1");
    }

    private static Problem generationNotFound(String name) {
        return QueryProblemType.GENERATION_NOT_FOUND
                .problem(
                        "generation: GET /v1/projections lists the generations of this version of"
                                + " the read model")
                .with("name", name);
    }

    record Item(String name, int generation, int version, String state) {

        /** A generation, in the state that it is in now. */
        static Item of(Generation generation, State state) {
            return new Item(
                    generation.projection(),
                    generation.number(),
                    generation.version(),
                    state.word());
        }
    }
}
