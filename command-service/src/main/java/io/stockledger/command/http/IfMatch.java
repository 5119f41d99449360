package io.stockledger.command.http;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code If-Match} header of a command: the version of the product that it is meant for. */
final class IfMatch {

    private static final String HEADER = "If-Match";
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    /**
     * The expected version, or null if any version will do: if the header is absent, or {@code *}.
     * Anything but {@code *} or one quoted version is refused.
     *
     * <p>{@code *} matches every version, but only of a product that exists (RFC 9110, 13.1.1). It
     * is version 1 or later then. Version 1 is expected of a registration, which never finds it: a
     * product that does not exist is at version 0, and one that exists is already registered.
     */
    static @Nullable Long versionOf(
            HttpServletRequest request, RequestFields fields, ProductCommand command) {
        List<String> headers = Collections.list(request.getHeaders(HEADER));
        if (headers.isEmpty()) {
            return null;
        }
        String header = headers.getFirst().strip();
        Matcher version = VERSION.matcher(header);
        if (headers.size() == 1 && header.equals("*")) {
            return command instanceof RegisterProduct ? 1L : null;
        }
        if (headers.size() > 1 || !version.matches()) {
            fields.refuse(HEADER, "must be one version in quotes, as in \"7\"");
            return null;
        }
        return Long.valueOf(version.group(1));
    }

    /** Refuses the header on a call that does not concern one version of one product. */
    static void refuse(HttpServletRequest request, RequestFields fields, String message) {
        if (request.getHeader(HEADER) != null) {
            fields.refuse(HEADER, message);
        }
    }
}
