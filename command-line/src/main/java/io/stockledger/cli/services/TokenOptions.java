package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** The options of the token, which a system with security on needs. */
public final class TokenOptions {

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The file of a token, read again every minute. Default: the token in the"
                            + " environment variable "
                            + BearerToken.VARIABLE
                            + "; otherwise tokens of the local issuer of ./run --secure, if the"
                            + " data folder has one.")
    private @Nullable Path file;

    /**
     * The token for a system with this data folder.
     *
     * @param subject the caller in a token of the local issuer
     * @param scopes the scopes that the calls need
     * @throws OperatorFailure if the file or the keys cannot be used
     */
    public BearerToken token(Path data, String subject, List<String> scopes) {
        return BearerToken.of(file, System.getenv(BearerToken.VARIABLE), data, subject, scopes);
    }
}
