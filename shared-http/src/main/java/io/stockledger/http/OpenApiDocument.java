package io.stockledger.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.examples.Example;

import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.InputStream;

/** The API description of a service, which is written by hand in its {@code openapi.yaml}. */
public final class OpenApiDocument {

    private OpenApiDocument() {}

    /**
     * Reads the description from the class path.
     *
     * <p>SnakeYAML replaces an alias such as {@code *item} by the node with this anchor. Jackson's
     * YAML reader, which swagger uses, reads the alias as the text {@code item}. Swagger's mapper
     * would drop the fields of examples that are null, in which null can be a value.
     *
     * @throws IOException if the file does not exist or cannot be read
     */
    public static OpenAPI read() throws IOException {
        try (InputStream yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            JsonNode tree = new ObjectMapper().valueToTree(document);
            return Json31.mapper()
                    .copy()
                    .addMixIn(Example.class, ExampleAsWritten.class)
                    .treeToValue(tree, OpenAPI.class);
        }
    }

    /** Makes the mapper read the value of an example as a tree, which keeps fields with null. */
    private interface ExampleAsWritten {

        @JsonDeserialize(as = JsonNode.class)
        @SuppressWarnings("UnusedMethod") // only Jackson reads it
        void setValue(Object value);
    }
}
