package io.stockledger.command.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;

/**
 * The query parameter {@code dryRun} of a command, and the header {@code Dry-Run} of every answer
 * to a request that asks for a dry run, refusals of any kind included.
 */
final class DryRun {

    static final String PARAMETER = "dryRun";

    private static final String HEADER = "Dry-Run";

    private DryRun() {}

    /** Marks the answer to a request that asks for a dry run. */
    static void mark(HttpServletRequest request, HttpServletResponse response) {
        if (isAskedFor(request.getQueryString())) {
            response.setHeader(HEADER, "true");
        }
    }

    /**
     * Whether a query has the parameter with any value other than {@code false}: a value that is
     * refused asks for a dry run as well. A query with a malformed percent-encoding can ask too.
     */
    static boolean isAskedFor(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (decoded(name).equals(PARAMETER) && !decoded(value).equals("false")) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
