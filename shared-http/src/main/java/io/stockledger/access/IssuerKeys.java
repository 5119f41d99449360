package io.stockledger.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The public keys of an issuer, from its JWK set (RFC 7517) at a URL with {@code https}, {@code
 * http} or {@code file}. The set is kept for {@link #KEPT}, read again for a key that it does not
 * have, at most twice in {@link #READ_AT_MOST_EVERY}, and used for {@link #USED_DURING_OUTAGE} if
 * it cannot be read any more. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration READ_AT_MOST_EVERY = Duration.ofSeconds(5);
    private static final Duration USED_DURING_OUTAGE = Duration.ofHours(4);

    /** Longer sets are refused. */
    private static final int SET_BYTES_MAX = 512 * 1_024;

    private final JWKSource<SecurityContext> cached;
    private final AtomicBoolean outage = new AtomicBoolean();
    private volatile boolean read;

    private IssuerKeys(JWKSetSource<SecurityContext> source) {
        this.cached =
                JWKSourceBuilder.create(new ObservedSource(source))
                        .cache(KEPT.toMillis(), READ_TIMEOUT.multipliedBy(3).toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(READ_AT_MOST_EVERY.toMillis())
                        .outageTolerant(USED_DURING_OUTAGE.toMillis())
                        .build();
    }

    /** The keys of the set at this URL. */
    static IssuerKeys atUrl(String url) {
        return new IssuerKeys(new URLBasedJWKSetSource<>(url(url), retriever()));
    }

    /** The keys of the set that the metadata of the issuer name, which are read when needed. */
    static IssuerKeys ofIssuer(String issuer) {
        return new IssuerKeys(new DiscoveredKeySet(issuer, retriever()));
    }

    private static ResourceRetriever retriever() {
        int timeoutMs = (int) READ_TIMEOUT.toMillis();
        return new DefaultResourceRetriever(timeoutMs, timeoutMs, SET_BYTES_MAX);
    }

    static URL url(String url) {
        try {
            return URI.create(url).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new InsecureSettingsException("'" + url + "' is not the URL of a JWK set");
        }
    }

    /** The keys that match; empty if none does, and if the set was read a moment ago. */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            return cached.get(selector, context);
        } catch (RateLimitReachedException e) {
            if (read) {
                return List.of();
            }
            throw e;
        }
    }

    private void beginOutage(KeySourceException e) {
        if (outage.compareAndSet(false, true)) {
            LOG.warn(
                    "The keys of the issuer cannot be read ({}). Tokens of known keys are accepted"
                            + " for {} after the last successful read; tokens of other keys are"
                            + " refused. Check the address of the issuer and the network to it",
                    e.getMessage(),
                    USED_DURING_OUTAGE);
        }
    }

    private void endOutage() {
        if (outage.compareAndSet(true, false)) {
            LOG.info("The keys of the issuer can be read again");
        }
    }

    /** Notes that the set has been read once, and logs the beginning and the end of an outage. */
    private final class ObservedSource implements JWKSetSource<SecurityContext> {

        private final JWKSetSource<SecurityContext> source;

        ObservedSource(JWKSetSource<SecurityContext> source) {
            this.source = source;
        }

        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator refresh,
                long currentTime,
                @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                JWKSet set = source.getJWKSet(refresh, currentTime, context);
                read = true;
                endOutage();
                return set;
            } catch (KeySourceException e) {
                beginOutage(e);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
