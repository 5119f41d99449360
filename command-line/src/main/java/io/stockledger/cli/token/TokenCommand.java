package io.stockledger.cli.token;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.Stockledger;
import io.stockledger.issuer.IssuerFailure;
import io.stockledger.issuer.LocalIssuer;
import io.stockledger.issuer.TokenClaims;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The command line that prints a token of the local issuer. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        usageHelpWidth = Stockledger.HELP_WIDTH,
        header = "Prints a token of the local issuer.",
        description = {
            "Prints a token of the local issuer, with which a caller uses a system that was started"
                    + " with ./run --secure, or with the keys of deploy/make-env. Only the token is"
                    + " printed, so that a shell can use it:",
            "",
            "  curl -H \"Authorization: Bearer $(./stockledger token --scope inventory:read)\" ...",
            "",
            "Whoever can read the private key of the local issuer can make every token.",
            ""
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the token is printed",
            "2:no token: a wrong option, or the keys are missing or cannot be used"
        })
public final class TokenCommand implements Callable<Integer> {

    private static final Path DATA = Path.of(".stockledger");

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            required = true,
            split = ",",
            description =
                    "A permission: inventory:read, inventory:write or inventory:admin. Repeat it"
                            + " for more than one.")
    private List<String> scopes = List.of();

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description =
                    "The caller, who becomes the actor of events. Default: the user of the"
                            + " operating system")
    private @Nullable String subject;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = TokenClaims.AUDIENCE,
            description = "The audience of the token. Default: ${DEFAULT-VALUE}")
    private String audience = TokenClaims.AUDIENCE;

    @Option(
            names = "--issuer",
            paramLabel = "NAME",
            defaultValue = TokenClaims.LOCAL_ISSUER,
            description = "The issuer of the token. Default: ${DEFAULT-VALUE}")
    private String issuer = TokenClaims.LOCAL_ISSUER;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Lifetime.class,
            description =
                    "The time to the end of the token, such as 30s, 15m, 1h or 7d; 365d at most."
                            + " Default: ${DEFAULT-VALUE}")
    private Duration lifetime = Duration.ZERO;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data folder of ./run, whose keys are used. Default: .stockledger")
    private @Nullable Path data;

    @Option(
            names = "--keys",
            paramLabel = "FOLDER",
            description = "The folder of the keys, instead of --data.")
    private @Nullable Path keys;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (data != null && keys != null) {
            throw new ParameterException(
                    command.commandLine(), "--data and --keys exclude each other");
        }
        try {
            var claims =
                    new TokenClaims(
                            issuer,
                            subject == null ? System.getProperty("user.name") : subject,
                            audience,
                            scopes,
                            lifetime);
            command.commandLine()
                    .getOut()
                    .println(LocalIssuer.open(keysFolder()).token(claims, Instant.now()));
            return 0;
        } catch (IssuerFailure e) {
            throw new OperatorFailure(Objects.toString(e.getMessage()), e);
        }
    }

    private Path keysFolder() {
        if (keys != null) {
            return keys;
        }
        return LocalIssuer.folderIn(data == null ? DATA : data);
    }
}
