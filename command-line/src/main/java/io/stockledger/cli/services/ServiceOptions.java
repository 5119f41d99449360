package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** The options that name both services and the token. Without them they are those of ./run. */
public final class ServiceOptions {

    /** The scope of reads. */
    public static final String READ = "inventory:read";

    /** The scope of commands. */
    public static final String WRITE = "inventory:write";

    /** The scope of the operator. */
    public static final String ADMIN = "inventory:admin";

    private static final String SUBJECT = "stockledger-cli";

    @Option(
            names = "--command-service",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8080",
            description =
                    "The address of the command service; status and top take several, separated by"
                            + " commas. Default: ${DEFAULT-VALUE}")
    private List<String> commandServices = List.of();

    @Option(
            names = "--query-service",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8081",
            description =
                    "The address of the query service; status and top take several, separated by"
                            + " commas. Default: ${DEFAULT-VALUE}")
    private List<String> queryServices = List.of();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = ".stockledger",
            description =
                    "The data folder of ./run, whose local issuer signs the token. Default:"
                            + " ${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Mixin private TokenOptions tokenOptions = new TokenOptions();

    /**
     * Returns the services, for calls that need these scopes.
     *
     * @throws OperatorFailure if an address is malformed, or the token cannot be read
     */
    public Services services(String... scopes) {
        return new Services(
                new HttpCalls(
                        tokenOptions.token(data, SUBJECT, List.of(scopes)),
                        "--command-service and --query-service"),
                commandServices.stream().map(ServiceUrl::parse).toList(),
                queryServices.stream().map(ServiceUrl::parse).toList());
    }
}
