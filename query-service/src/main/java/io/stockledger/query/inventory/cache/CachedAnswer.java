package io.stockledger.query.inventory.cache;

import io.stockledger.http.EntityTags;
import io.stockledger.query.inventory.search.InventoryQueries.TimedItem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Objects;

/** A product as it is sent, ready to be written any number of times. Immutable. */
public final class CachedAnswer {

    private static final String NO_CACHE =
            Objects.requireNonNull(CacheControl.noCache().getHeaderValue());

    /** What an entry costs beside its texts, about. */
    private static final int OVERHEAD_BYTES = 200;

    private final byte[] json;
    private final String entityTag;
    private final long version;
    private final boolean lapsed;
    private final Instant from;
    private final Instant until;

    private CachedAnswer(byte[] json, TimedItem timed) {
        this.json = json;
        this.version = timed.item().version();
        this.entityTag = EntityTags.ofVersion(version);
        this.lapsed = timed.item().lapsedStock() != 0;
        this.from = timed.from();
        this.until = timed.until();
    }

    static CachedAnswer of(TimedItem timed, JsonMapper mapper) {
        return new CachedAnswer(mapper.writeValueAsBytes(timed.item()), timed);
    }

    long version() {
        return version;
    }

    /** Whether the product is shown like that at an instant: no reservation has lapsed between. */
    boolean holdsAt(Instant now) {
        return now.isBefore(until) && !now.isBefore(from);
    }

    /** About how many bytes of memory it takes, under an id. */
    int bytes(String productId) {
        return json.length + 2 * productId.length() + OVERHEAD_BYTES;
    }

    /** Writes the JSON into a larger answer. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
    }

    /** Answers a request, with 304 and no body where the caller has this version. */
    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.ETAG, entityTag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
        // While a reservation has lapsed and no event says so, the same version shows more
        // available than before: then nobody is told that nothing has changed.
        if (!lapsed
                && EntityTags.isNamedBy(request.getHeader(HttpHeaders.IF_NONE_MATCH), entityTag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
