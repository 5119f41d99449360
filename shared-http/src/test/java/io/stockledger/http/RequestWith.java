package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that has headers, parameters and attributes, and nothing else. */
final class RequestWith {

    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String[]> parameters = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();

    RequestWith header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RequestWith parameter(String name, String... values) {
        parameters.put(name, values);
        return this;
    }

    HttpServletRequest request() {
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        RequestWith.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (_, method, arguments) -> answer(method.getName(), arguments));
    }

    private @Nullable Object answer(String method, Object[] arguments) {
        return switch (method) {
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getParameterMap" -> parameters;
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method);
        };
    }
}
