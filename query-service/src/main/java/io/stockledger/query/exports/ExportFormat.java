package io.stockledger.query.exports;

import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.ServletWebRequest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The formats of an export. */
public enum ExportFormat {
    CSV(ExportFormat.CSV_TYPE, "text/csv;charset=UTF-8"),
    JSON_LINES(ExportFormat.JSON_LINES_TYPE, ExportFormat.JSON_LINES_TYPE);

    /** The media type of CSV (RFC 4180), for the mapping of a route. */
    public static final String CSV_TYPE = "text/csv";

    /** The media type of one JSON object per line, for the mapping of a route. */
    public static final String JSON_LINES_TYPE = "application/x-ndjson";

    private static final HeaderContentNegotiationStrategy ACCEPT =
            new HeaderContentNegotiationStrategy();

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final String type;
    private final String contentType;

    ExportFormat(String type, String contentType) {
        this.type = type;
        this.contentType = contentType;
    }

    /**
     * The format that the header {@code Accept} asks for; null if it asks for a page, which is the
     * answer of a request that accepts anything.
     *
     * @throws HttpMediaTypeNotAcceptableException if the header is malformed
     */
    public static @Nullable ExportFormat of(HttpServletRequest request)
            throws HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted = ACCEPT.resolveMediaTypes(new ServletWebRequest(request));
        for (MediaType each : accepted) {
            if (each.includes(MediaType.APPLICATION_JSON)) {
                return null;
            }
            for (ExportFormat format : values()) {
                if (each.includes(MediaType.parseMediaType(format.type))) {
                    return format;
                }
            }
        }
        return null;
    }

    /** Refuses the parameters of a page, because an export contains all rows. */
    public void refusePaging(QueryParameters query) {
        for (String name : List.of("limit", "cursor")) {
            if (query.isGiven(name)) {
                query.refuse(name, "is not allowed with " + type + ", which contains all rows");
            }
        }
    }

    /**
     * Sets the headers of a file.
     *
     * @param name the beginning of the file's name, in ASCII
     * @param at the time in the file's name
     */
    void setHeaders(HttpServletResponse response, String name, Instant at) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", "no-store");
        if (this == CSV) {
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"" + name + "-" + FILE_TIME.format(at) + ".csv\"");
        }
    }
}
