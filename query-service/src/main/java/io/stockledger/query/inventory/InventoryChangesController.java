package io.stockledger.query.inventory;

import io.stockledger.http.HttpProblemType;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.changes.ChangeSignals.Signal;
import io.stockledger.query.inventory.cache.InventoryCache;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** {@code GET /v1/inventory-changes}: the items that change, as Server-Sent Events. */
@RestController
public final class InventoryChangesController {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryChangesController.class);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    static final int PRODUCTS_MAX = 500;

    /** Who resumes after more products have changed is told to read anew. */
    private static final int RESUMED_PRODUCTS_MAX = 10_000;

    private final ChangeFeed feed;
    private final ChangeQueries changes;
    private final InventoryCache answers;
    private final Semaphore free;
    private final Duration heartbeat;

    /**
     * @param streamsMax streams open at once; who comes beyond is told to try again
     * @param heartbeat a stream without changes says so often that it lives
     */
    public InventoryChangesController(
            ChangeFeed feed,
            ChangeQueries changes,
            InventoryCache answers,
            int streamsMax,
            Duration heartbeat) {
        this.feed = feed;
        this.changes = changes;
        this.answers = answers;
        this.free = new Semaphore(streamsMax);
        this.heartbeat = heartbeat;
    }

    @GetMapping(path = "/v1/inventory-changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void changes(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters query = QueryParameters.of(request);
        Set<String> productIds = new LinkedHashSet<>(query.identifiers("productId", PRODUCTS_MAX));
        Head from = lastEventId(request, query);
        query.finish();
        if (feed.head().feedId().isEmpty() || feed.signals().isEnded()) {
            throw new ProblemException(Problems.unavailable());
        }
        if (!free.tryAcquire()) {
            throw new ProblemException(overloaded());
        }
        try (Signal signal = feed.signals().ofProducts(productIds)) {
            stream(productIds, from, signal, request, response);
        } finally {
            free.release();
        }
    }

    private void stream(
            Set<String> productIds,
            @Nullable Head from,
            Signal signal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        // Read after the signal was set up: what changes from now on wakes this stream.
        Head now = changes.head();
        boolean resumes =
                from != null && from.feedId().equals(now.feedId()) && from.number() <= now.number();
        Optional<List<String>> missed =
                resumes && from != null
                        ? changes.productsSince(
                                from.number(), now.number(), productIds, RESUMED_PRODUCTS_MAX)
                        : Optional.empty();
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Proxies that gather answers would hold the events back.
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        // What this replica has not heard of yet will come once more, after its answers know of it.
        long heard = Math.min(now.number(), feed.head().number());
        long begin = missed.isPresent() && from != null ? from.number() : heard;
        var stream =
                new InventoryStream(
                        feed, answers, productIds, heartbeat, response.getOutputStream(), begin);
        try {
            stream.begin();
            if (missed.isPresent()) {
                stream.send(missed.get(), heard);
            } else if (from != null) {
                stream.reset();
            }
            response.flushBuffer();
            stream.follow(signal);
        } catch (IOException e) {
            LOG.debug("The reader of a stream has gone", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Head lastEventId(HttpServletRequest request, QueryParameters query) {
        String text = request.getHeader(LAST_EVENT_ID);
        if (text == null || text.isEmpty()) {
            return null;
        }
        Head from = StreamPosition.read(text);
        if (from == null) {
            query.refuse(LAST_EVENT_ID, "is no id of an event of this stream");
        }
        return from;
    }

    /** How many streams may still be opened. */
    int free() {
        return free.availablePermits();
    }

    private static Problem overloaded() {
        return HttpProblemType.OVERLOADED
                .problem("This replica has no room for another stream; try again, or use another")
                .withHeader("Retry-After", "5");
    }
}
