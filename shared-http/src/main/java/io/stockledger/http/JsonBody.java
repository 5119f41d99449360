package io.stockledger.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses the body of a request, which is one JSON object, and names the reason if it is not. */
final class JsonBody {

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder().streamReadConstraints(new JsonLimits()).build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    // Checked by this class: the mapper reports it as it reports a repeated field.
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonBody() {}

    /**
     * The object.
     *
     * @throws ProblemException malformed-request, if the body is not one JSON object
     */
    static JsonNode parse(byte[] utf8) {
        try (JsonParser parser = MAPPER.createParser(utf8)) {
            JsonNode node = readObject(parser);
            requireEnd(parser);
            return node;
        } catch (JacksonException _) {
            throw malformed("is not JSON in UTF-8");
        }
    }

    static JsonNode empty() {
        return MAPPER.createObjectNode();
    }

    private static JsonNode readObject(JsonParser parser) {
        JsonNode node;
        try {
            node = MAPPER.readTree(parser);
        } catch (JsonLimits.LimitExceededException e) {
            throw malformed(e.getOriginalMessage());
        } catch (StreamConstraintsException _) {
            throw malformed("exceeds a limit of the JSON reader");
        } catch (UnexpectedEndOfInputException e) {
            throw malformed("is not valid JSON: it ends too early" + location(e));
        } catch (StreamReadException e) {
            throw malformed("is not valid JSON" + location(e));
        } catch (DatabindException _) {
            // The only fault that a tree of JSON nodes can have.
            throw malformed("gives the field '" + parser.currentName() + "' twice");
        }
        if (node == null || !node.isObject()) {
            throw malformed("must be a JSON object");
        }
        return node;
    }

    private static void requireEnd(JsonParser parser) {
        try {
            if (parser.nextToken() == null) {
                return;
            }
        } catch (JacksonException _) {
            // The text that follows is not even JSON.
        }
        throw malformed("has text after the JSON object");
    }

    private static String location(StreamReadException e) {
        var at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static ProblemException malformed(String message) {
        return new ProblemException(Problems.malformedRequest("body", message));
    }
}
