package io.stockledger.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;

/**
 * The JWK set that the metadata of an issuer name (OpenID Connect Discovery 1.0). The metadata are
 * read with the first set, so that a service also starts while its issuer is down. Thread-safe.
 */
final class DiscoveredKeySet implements JWKSetSource<SecurityContext> {

    private final String issuer;
    private final ResourceRetriever retriever;
    private volatile @Nullable JWKSetSource<SecurityContext> discovered;

    DiscoveredKeySet(String issuer, ResourceRetriever retriever) {
        this.issuer = issuer;
        this.retriever = retriever;
        // Refuses an issuer that is no URL at the start.
        IssuerKeys.url(metadataUrl());
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refresh,
            long currentTime,
            @Nullable SecurityContext context)
            throws KeySourceException {
        JWKSetSource<SecurityContext> known = discovered;
        if (known == null) {
            known = new URLBasedJWKSetSource<>(IssuerKeys.url(keySetUrl()), retriever);
            discovered = known;
        }
        return known.getJWKSet(refresh, currentTime, context);
    }

    @Override
    public void close() {
        // Nothing is open between two reads.
    }

    private String metadataUrl() {
        String separator = issuer.endsWith("/") ? "" : "/";
        return issuer + separator + ".well-known/openid-configuration";
    }

    private String keySetUrl() throws JWKSetUnavailableException {
        try {
            Map<String, Object> metadata =
                    JSONObjectUtils.parse(
                            retriever.retrieveResource(IssuerKeys.url(metadataUrl())).getContent());
            String named = JSONObjectUtils.getString(metadata, "issuer");
            if (!issuer.equals(named)) {
                throw new JWKSetUnavailableException(
                        "the metadata of the issuer '%s' name another one, '%s'"
                                .formatted(issuer, named));
            }
            return Objects.requireNonNull(
                    JSONObjectUtils.getString(metadata, "jwks_uri"), "jwks_uri");
        } catch (IOException | ParseException | NullPointerException e) {
            throw new JWKSetUnavailableException(
                    "the metadata of the issuer cannot be read: " + metadataUrl(), e);
        }
    }
}
