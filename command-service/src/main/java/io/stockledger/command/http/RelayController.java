package io.stockledger.command.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The operator's route to publish events again. Any instance answers it, and the leader obeys. */
@RestController
@RequestMapping(path = "/v1/relay", produces = APPLICATION_JSON_VALUE)
final class RelayController {

    private final Republishing republishing;
    private final int bodyBytesMax;

    RelayController(Republishing republishing, int bodyBytesMax) {
        this.republishing = republishing;
        this.bodyBytesMax = bodyBytesMax;
    }

    /**
     * The answer.
     *
     * @param fromPosition the position of the first event that is published again
     */
    record RepublishAnswer(long fromPosition) {}

    @PostMapping(path = "/republish", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<RepublishAnswer> republish(HttpServletRequest request) {
        RequestFields fields = RequestFields.of(RequestBodies.read(request, bodyBytesMax));
        fields.refuseQuery(request);
        Long position = fields.optionalWholeNumber("fromPosition", 1, Long.MAX_VALUE);
        if (!fields.isGiven("fromPosition")) {
            fields.refuse("fromPosition", "is missing");
        }
        fields.finish();
        long from = position == null ? 1 : position;
        Long published = republishing.republishFrom(from);
        if (published != null) {
            throw new ProblemException(
                    Problems.malformedRequest(
                            "fromPosition",
                            "must not be after "
                                    + (published + 1)
                                    + ", the position of the next event to be published"));
        }
        return ResponseEntity.accepted().body(new RepublishAnswer(from));
    }
}
