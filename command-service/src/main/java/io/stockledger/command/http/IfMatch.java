package io.stockledger.command.http;

import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code If-Match} header of a command: the only version of the product that it may apply to.
 */
public final class IfMatch {

    private static final String HEADER = "If-Match";
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    /**
     * The version asked for, or null where the header is absent or {@code *}; anything else than
     * one quoted version is refused.
     */
    static @Nullable Long versionOf(HttpServletRequest request, RequestFields fields) {
        List<String> headers = Collections.list(request.getHeaders(HEADER));
        if (headers.isEmpty()) {
            return null;
        }
        String header = headers.getFirst().strip();
        Matcher version = VERSION.matcher(header);
        if (headers.size() == 1 && header.equals("*")) {
            return null;
        }
        if (headers.size() > 1 || !version.matches()) {
            fields.refuse(HEADER, "must be one version in quotes, as in \"7\"");
            return null;
        }
        return Long.valueOf(version.group(1));
    }

    /** For calls that are not about one version of one product. */
    public static void refuse(HttpServletRequest request, RequestFields fields, String why) {
        if (request.getHeader(HEADER) != null) {
            fields.refuse(HEADER, why);
        }
    }
}
