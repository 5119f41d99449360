package io.stockledger.command.http;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code If-Match} header of a command: the only version of the product that it may apply to.
 */
final class IfMatch {

    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    /**
     * The version asked for, or null where the header is absent or {@code *}.
     *
     * @throws ProblemException malformed-request, where it is anything else than one quoted version
     */
    static @Nullable Long versionOf(HttpServletRequest request) {
        String header = request.getHeader("If-Match");
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Matcher version = VERSION.matcher(header.strip());
        if (!version.matches()) {
            throw new ProblemException(
                    Problems.malformedRequest(
                            "If-Match", "must be one version in quotes, as in \"7\""));
        }
        return Long.valueOf(version.group(1));
    }
}
