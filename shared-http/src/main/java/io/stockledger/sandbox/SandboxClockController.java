package io.stockledger.sandbox;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.time.Instant;

/** Shows the clock of a sandbox and sets it forward. Each service answers for all of them. */
@RestController
@RequestMapping(path = "/sandbox/clock", produces = APPLICATION_JSON_VALUE)
final class SandboxClockController {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxClockController.class);

    private static final String ADVANCE = "advanceSeconds";
    private static final long ADVANCE_SECONDS_MAX = Duration.ofDays(366).toSeconds();
    private static final int BODY_BYTES_MAX = 1_024;

    private final SandboxClock clock;

    SandboxClockController(SandboxClock clock) {
        this.clock = clock;
    }

    /**
     * The clock.
     *
     * @param now its present time
     * @param aheadSeconds how far it is ahead of the real time
     */
    record ClockAnswer(Instant now, long aheadSeconds) {}

    @GetMapping
    ClockAnswer show(HttpServletRequest request) {
        RequestFields fields = RequestFields.none();
        fields.refuseQuery(request);
        fields.finish();
        return new ClockAnswer(clock.instant(), clock.ahead().toSeconds());
    }

    @PostMapping(consumes = APPLICATION_JSON_VALUE)
    ClockAnswer advance(HttpServletRequest request) {
        RequestFields fields = RequestFields.of(RequestBodies.read(request, BODY_BYTES_MAX));
        fields.refuseQuery(request);
        Long seconds = fields.optionalWholeNumber(ADVANCE, 1, ADVANCE_SECONDS_MAX);
        if (!fields.isGiven(ADVANCE)) {
            fields.refuse(ADVANCE, "is missing");
        }
        fields.finish();
        Duration ahead = clock.advance(seconds == null ? 0 : seconds);
        if (ahead == null) {
            throw new ProblemException(
                    Problems.malformedRequest(
                            ADVANCE,
                            "would set the clock further ahead than %d days; it is ahead by %d days"
                                    .formatted(
                                            SandboxClock.AHEAD_MAX.toDays(),
                                            clock.ahead().toDays())));
        }
        LOG.info("The clock of the sandbox was set forward by {} s, to {}", seconds, ahead);
        return new ClockAnswer(clock.instant(), ahead.toSeconds());
    }
}
