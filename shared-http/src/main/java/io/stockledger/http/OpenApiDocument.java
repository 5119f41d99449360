package io.stockledger.http;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;

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
     * YAML reader, which swagger uses, reads the alias as the text {@code item}.
     *
     * @throws IOException if the file does not exist or cannot be read
     */
    public static OpenAPI read() throws IOException {
        try (InputStream yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return Json31.mapper().convertValue(document, OpenAPI.class);
        }
    }
}
