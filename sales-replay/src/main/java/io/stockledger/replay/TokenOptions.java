package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The options of the token, which a system with security on needs. */
final class TokenOptions {

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The file of a token with the scopes inventory:read and inventory:write, read"
                            + " again every minute. Default: the token in the environment variable "
                            + BearerToken.VARIABLE
                            + "; otherwise tokens of the local issuer of ./run --secure, if the"
                            + " data folder has one.")
    private @Nullable Path file;

    /**
     * The token for a system with this data folder.
     *
     * @throws ReplayFailure if the file or the keys cannot be used
     */
    BearerToken token(Path data) {
        return BearerToken.of(file, System.getenv(BearerToken.VARIABLE), data);
    }
}
