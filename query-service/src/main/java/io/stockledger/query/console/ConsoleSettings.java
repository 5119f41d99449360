package io.stockledger.query.console;

import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the console.
 *
 * @param commandUrl the origin of the command service as browsers reach it, such as {@code
 *     https://commands.example.com}; empty if it is the origin of the console
 */
public record ConsoleSettings(
        @Pattern(regexp = ORIGIN, message = FAULT) @DefaultValue("") String commandUrl) {

    /**
     * Only the characters of a host, since the origin becomes a part of a header. A path is not
     * needed: the calls have the paths of the API.
     */
    private static final String ORIGIN = "|https?://[A-Za-z0-9.:\\[\\]-]+";

    private static final String FAULT = "must be an origin such as https://commands.example.com";
}
