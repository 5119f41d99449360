package io.stockledger.events;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The document of the topic, {@code asyncapi.yaml}, and the JSON Schemas in it. */
final class AsyncApiDocument {

    private static final String FILE = "asyncapi.yaml";

    /** A schema in an AsyncAPI document without a format of its own is one of draft 07. */
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft7());

    private AsyncApiDocument() {}

    /** The whole document. */
    static JsonNode read() {
        try (InputStream file = AsyncApiDocument.class.getResourceAsStream("/" + FILE)) {
            return new YAMLMapper().readTree(Objects.requireNonNull(file, FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The errors of a JSON value by a schema of the document; empty if it is valid.
     *
     * @param pointer the JSON pointer of the schema
     */
    static List<Error> errors(String pointer, JsonNode value) {
        return SCHEMAS.getSchema(SchemaLocation.of("classpath:" + FILE + "#" + pointer))
                .validate(value.toString(), InputFormat.JSON);
    }
}
