package io.stockledger.query.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.http.RequestFields;
import io.stockledger.query.http.QueryProblemType;
import io.stockledger.query.intake.DeadLetterRecovery;
import io.stockledger.query.intake.DeadLetterRecovery.Result;
import io.stockledger.query.intake.KeptDeadLetter;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.regex.Pattern;

/** Lists dead letters, tries them again, and dismisses them. */
@RestController
public final class DeadLettersController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 50;

    /** An id, and so a cursor, has at most 18 digits. */
    private static final long ID_MAX = 999_999_999_999_999_999L;

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private final DeadLetterRecovery recovery;

    public DeadLettersController(DeadLetterRecovery recovery) {
        this.recovery = recovery;
    }

    @GetMapping(path = "/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
    Page page(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        long before = query.wholeNumberOr("cursor", 1, ID_MAX, ID_MAX);
        query.finish();
        List<KeptDeadLetter> letters = recovery.table().before(before, limit + 1);
        List<DeadLetterItem> items =
                letters.stream().limit(limit).map(DeadLetterItem::withoutContent).toList();
        return new Page(
                items, letters.size() <= limit ? null : Long.toString(letters.get(limit - 1).id()));
    }

    @GetMapping(path = "/v1/dead-letters/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    DeadLetterItem letter(@PathVariable String id, HttpServletRequest request) {
        long number = number(id, request);
        return recovery.table()
                .find(number)
                .map(DeadLetterItem::withContent)
                .orElseThrow(() -> notFound(id));
    }

    @PostMapping(path = "/v1/dead-letters/{id}/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    RetryAnswer retry(@PathVariable String id, HttpServletRequest request) {
        long number = number(id, request);
        Result result = recovery.retry(number).orElseThrow(() -> notFound(id));
        return switch (result) {
            case Result.Applied _ -> new RetryAnswer(number, "applied", null);
            case Result.AlreadyApplied _ -> new RetryAnswer(number, "already-applied", null);
            case Result.Kept(String cause) -> new RetryAnswer(number, "kept", cause);
        };
    }

    @DeleteMapping(path = "/v1/dead-letters/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    Dismissal dismiss(@PathVariable String id, HttpServletRequest request) {
        long number = number(id, request);
        RequestFields.withoutBody(request).finish();
        if (!recovery.dismiss(number)) {
            throw notFound(id);
        }
        return new Dismissal(number, "dismissed");
    }

    private static long number(String id, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        boolean isNumber = ID.matcher(id).matches();
        if (!isNumber) {
            query.refuse("id", "must be a whole number from 1 to " + ID_MAX);
        }
        query.finish();
        return Long.parseLong(id);
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(
                QueryProblemType.DEAD_LETTER_NOT_FOUND
                        .problem("id: GET /v1/dead-letters lists the dead letters")
                        .with("id", Long.parseLong(id)));
    }

    /** A page of dead letters; the last page has no {@code nextCursor}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<DeadLetterItem> items, @Nullable String nextCursor) {}

    /**
     * The answer to a retry.
     *
     * @param cause why the letter is kept; null if it is removed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RetryAnswer(long id, String result, @Nullable String cause) {}

    /** The answer to a dismissal. */
    record Dismissal(long id, String result) {}
}
