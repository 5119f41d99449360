package io.stockledger.query.exports;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;

/** Writes one JSON value per line, as the pages of the same read show it. For one thread. */
public final class JsonLines {

    private final JsonMapper mapper;
    private final OutputStream out;

    public JsonLines(JsonMapper mapper, OutputStream out) {
        this.mapper = mapper;
        this.out = out;
    }

    public void write(Object value) throws IOException {
        out.write(mapper.writeValueAsBytes(value));
        out.write('\n');
    }
}
