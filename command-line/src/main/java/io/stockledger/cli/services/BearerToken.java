package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;
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
public final class BearerToken {

    /** The variable with a token. */
    public static final String VARIABLE = "STOCKLEDGER_TOKEN";

    private static final Duration RENEWED_EVERY = Duration.ofMinutes(1);
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final List<String> scopes;
    private final Supplier<@Nullable String> source;
    private @Nullable String token;
    private long readAtNs;
    private boolean isRead;

    private BearerToken(List<String> scopes, Supplier<@Nullable String> source) {
        this.scopes = List.copyOf(scopes);
        this.source = source;
    }

    /**
     * The token of the first of these that is given: a file, the environment variable {@value
     * #VARIABLE}, the local issuer in the data folder. Without any of them there is no token.
     *
     * @param subject the caller in a token of the local issuer
     * @param scopes the scopes that the calls need, which a token of the local issuer gets
     * @throws OperatorFailure if the file or the keys cannot be used
     */
    public static BearerToken of(
            @Nullable Path file,
            @Nullable String variable,
            Path data,
            String subject,
            List<String> scopes) {
        BearerToken token;
        if (file != null) {
            token = new BearerToken(scopes, () -> read(file));
        } else if (variable != null && !variable.isBlank()) {
            String value = variable.strip();
            token = new BearerToken(scopes, () -> value);
        } else if (LocalIssuer.existsIn(LocalIssuer.folderIn(data))) {
            token = new BearerToken(scopes, signedBy(LocalIssuer.folderIn(data), subject, scopes));
        } else {
            return new BearerToken(scopes, () -> null);
        }
        token.value();
        return token;
    }

    /** The present token; null if requests are sent without one. */
    public synchronized @Nullable String value() {
        if (!isRead || System.nanoTime() - readAtNs > RENEWED_EVERY.toNanos()) {
            token = source.get();
            readAtNs = System.nanoTime();
            isRead = true;
        }
        return token;
    }

    private static Supplier<@Nullable String> signedBy(
            Path keys, String subject, List<String> scopes) {
        try {
            LocalIssuer issuer = LocalIssuer.open(keys);
            TokenClaims claims = TokenClaims.local(subject, scopes, LIFETIME);
            return () -> issuer.token(claims, Instant.now());
        } catch (IssuerFailure e) {
            throw new OperatorFailure(Objects.toString(e.getMessage()), e);
        }
    }

    /** How a caller whose token is refused gets another one. */
    String cure() {
        return "give one with the %s %s with --token-file or %s, or name the data folder of ./run --secure with --data"
                .formatted(
                        scopes.size() == 1 ? "scope" : "scopes",
                        String.join(" and ", scopes),
                        VARIABLE);
    }

    private static String read(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new OperatorFailure(file + " does not contain a token and nothing else");
            }
            return token;
        } catch (IOException e) {
            throw new OperatorFailure("cannot read the token in %s (%s)".formatted(file, e), e);
        }
    }
}
