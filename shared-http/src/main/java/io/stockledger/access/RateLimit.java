package io.stockledger.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.stockledger.http.Problem;

import jakarta.servlet.http.HttpServletResponse;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * A rate of requests for each client: a token bucket that holds the requests of two seconds. Tells
 * clients what is left (draft-ietf-httpapi-ratelimit-headers). Thread-safe.
 */
final class RateLimit {

    private static final int SECONDS_IN_BUCKET = 2;

    /** A client whose bucket is dropped begins with a full one. */
    private static final int CLIENTS_MAX = 100_000;

    private static final Duration IDLE_MAX = Duration.ofMinutes(1);

    private final String name;
    private final long perSecond;
    private final String quotedName;
    private final String policy;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(CLIENTS_MAX).expireAfterAccess(IDLE_MAX).build();
    private final LongAdder refusals = new LongAdder();

    /**
     * @param name of the limit, in headers and metrics
     * @param perSecond requests of one client; 0 is no limit
     */
    RateLimit(String name, long perSecond) {
        this.name = name;
        this.perSecond = perSecond;
        this.quotedName = "\"" + name + "\"";
        this.policy = "%s;q=%d;w=%d".formatted(quotedName, capacity(), SECONDS_IN_BUCKET);
    }

    private long capacity() {
        return perSecond * SECONDS_IN_BUCKET;
    }

    String name() {
        return name;
    }

    boolean isSet() {
        return perSecond > 0;
    }

    /** The number of requests that were refused. */
    long refusals() {
        return refusals.sum();
    }

    /** Counts a request of the client; false if it is beyond the rate. Sets the headers. */
    boolean admit(String client, HttpServletResponse response) {
        if (!isSet()) {
            return true;
        }
        ConsumptionProbe probe = bucket(client).tryConsumeAndReturnRemaining(1);
        response.setHeader("RateLimit-Policy", policy);
        response.setHeader(
                "RateLimit",
                quotedName
                        + ";r="
                        + probe.getRemainingTokens()
                        + ";t="
                        + seconds(probe.getNanosToWaitForRefill()));
        if (!probe.isConsumed()) {
            refusals.increment();
        }
        return probe.isConsumed();
    }

    /** Whether the client has used up its rate. Counts a refusal if it has. */
    boolean isExhausted(String client) {
        Bucket bucket = isSet() ? buckets.getIfPresent(client) : null;
        boolean exhausted = bucket != null && bucket.getAvailableTokens() == 0;
        if (exhausted) {
            refusals.increment();
        }
        return exhausted;
    }

    /** Counts an event of the client that has happened already. */
    void count(String client) {
        if (isSet()) {
            bucket(client).tryConsume(1);
        }
    }

    Problem problem() {
        return AccessProblemType.TOO_MANY_REQUESTS
                .problem(
                        "The limit '%s' allows %d requests per second; try again later"
                                .formatted(name, perSecond))
                .with("limit", name)
                .with("perSecond", perSecond)
                .withHeader("Retry-After", "1");
    }

    private Bucket bucket(String client) {
        return buckets.get(
                client,
                _ ->
                        Bucket.builder()
                                .addLimit(
                                        limit ->
                                                limit.capacity(capacity())
                                                        .refillGreedy(
                                                                perSecond, Duration.ofSeconds(1)))
                                .build());
    }

    private static long seconds(long nanos) {
        return nanos <= 0 ? 0 : Duration.ofNanos(nanos).toSeconds() + 1;
    }
}
