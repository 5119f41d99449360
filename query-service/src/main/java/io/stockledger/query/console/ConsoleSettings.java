package io.stockledger.query.console;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the console.
 *
 * @param commandUrl the origin of the command service as browsers reach it, such as {@code
 *     https://commands.example.com}; empty if it is the origin of the console
 * @param oidc where users sign in; null if they paste a token
 */
public record ConsoleSettings(
        @Pattern(regexp = ORIGIN, message = FAULT) @DefaultValue("") String commandUrl,
        @Valid @Nullable OidcClient oidc) {

    /** A path is not needed: the calls have the paths of the API. */
    private static final String ORIGIN = "|" + OidcClient.ORIGIN;

    private static final String FAULT = "must be an origin such as https://commands.example.com";
}
