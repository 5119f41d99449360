package io.stockledger.query.http;

import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * {@code GET /asyncapi} and {@code GET /asyncapi.yaml}: the document of the topic, which is the
 * file {@code asyncapi.yaml} of the shared events, as JSON and as it is.
 */
@RestController
final class AsyncApiController {

    private final byte[] yaml;
    private final byte[] json;

    /**
     * Reads the document from the class path.
     *
     * @throws IOException if the file does not exist or cannot be read
     */
    AsyncApiController(JsonMapper mapper) throws IOException {
        yaml = new ClassPathResource("asyncapi.yaml").getContentAsByteArray();
        Object document =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(new ByteArrayInputStream(yaml));
        json = mapper.writeValueAsBytes(document);
    }

    @GetMapping(path = "/asyncapi", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] json(HttpServletRequest request) {
        QueryParameters.of(request).finish();
        return json;
    }

    @GetMapping(path = "/asyncapi.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    byte[] yaml(HttpServletRequest request) {
        QueryParameters.of(request).finish();
        return yaml;
    }
}
