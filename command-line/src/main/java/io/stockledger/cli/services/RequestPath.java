package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

/** A path with its query, percent-encoded part by part. Not thread-safe. */
public final class RequestPath {

    private final StringBuilder text = new StringBuilder();
    private char separator = '?';

    private RequestPath(String fixed) {
        text.append(fixed);
    }

    /** Begins with a path that needs no encoding. */
    public static RequestPath of(String fixed) {
        return new RequestPath(fixed);
    }

    /**
     * Adds a path segment with an id.
     *
     * @throws OperatorFailure if the id is empty, because the path would be that of another call
     */
    public RequestPath id(String id) {
        if (id.isEmpty()) {
            throw new OperatorFailure("the id is empty");
        }
        text.append('/').append(ServiceUrl.segment(id));
        return this;
    }

    /** Adds a part of the path that needs no encoding. */
    public RequestPath then(String fixed) {
        text.append(fixed);
        return this;
    }

    /** Adds a parameter of the query; none if the value is null. */
    public RequestPath with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(separator).append(name).append('=');
            text.append(ServiceUrl.segment(value.toString()));
            separator = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
