package io.stockledger.replay;

import io.stockledger.issuer.IssuerFailure;
import io.stockledger.issuer.LocalIssuer;
import io.stockledger.issuer.TokenClaims;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The token of all requests. One that ends is renewed: a file is read again, and the local issuer
 * signs another one, both every {@link #RENEWED_EVERY}. Thread-safe.
 */
final class BearerToken {

    /** The variable with a token. */
    static final String VARIABLE = "STOCKLEDGER_TOKEN";

    private static final Duration RENEWED_EVERY = Duration.ofMinutes(1);
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final List<String> SCOPES = List.of("inventory:read", "inventory:write");
    private static final String SUBJECT = "replay";

    /** Of a system with security off. */
    static final BearerToken NONE = new BearerToken(() -> null);

    private final Supplier<@Nullable String> source;
    private @Nullable String token;
    private long readAtNs;
    private boolean isRead;

    private BearerToken(Supplier<@Nullable String> source) {
        this.source = source;
    }

    /**
     * The token of the first of these that is given: a file, the environment variable {@value
     * #VARIABLE}, the local issuer in the data folder. Without any of them there is no token.
     *
     * @throws ReplayFailure if the file or the keys cannot be used
     */
    static BearerToken of(@Nullable Path file, @Nullable String variable, Path data) {
        BearerToken token;
        if (file != null) {
            token = new BearerToken(() -> read(file));
        } else if (variable != null && !variable.isBlank()) {
            String value = variable.strip();
            token = new BearerToken(() -> value);
        } else if (LocalIssuer.existsIn(LocalIssuer.folderIn(data))) {
            token = new BearerToken(signedBy(LocalIssuer.folderIn(data)));
        } else {
            return NONE;
        }
        token.value();
        return token;
    }

    /** The present token; null if requests are sent without one. */
    synchronized @Nullable String value() {
        if (!isRead || System.nanoTime() - readAtNs > RENEWED_EVERY.toNanos()) {
            token = source.get();
            readAtNs = System.nanoTime();
            isRead = true;
        }
        return token;
    }

    private static Supplier<@Nullable String> signedBy(Path keys) {
        try {
            LocalIssuer issuer = LocalIssuer.open(keys);
            TokenClaims claims = TokenClaims.local(SUBJECT, SCOPES, LIFETIME);
            return () -> issuer.token(claims, Instant.now());
        } catch (IssuerFailure e) {
            throw ReplayFailure.usage(Objects.toString(e.getMessage()));
        }
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw ReplayFailure.usage(file + " does not contain a token and nothing else");
            }
            return token;
        } catch (IOException e) {
            throw ReplayFailure.usage("cannot read the token in %s (%s)".formatted(file, e));
        }
    }
}
