package io.stockledger.http;

import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The methods that the controllers allow on a path. It answers the methods that never reach the
 * dispatcher: TRACE, which a servlet would answer with an echo of the request, and CONNECT, which
 * is for proxies. Thread-safe.
 */
public final class AllowedMethods {

    private final Supplier<Stream<RequestMappingInfoHandlerMapping>> mappings;

    AllowedMethods(Supplier<Stream<RequestMappingInfoHandlerMapping>> mappings) {
        this.mappings = mappings;
    }

    /**
     * The refusal of a method: method-not-allowed, or not-found if the path does not exist.
     *
     * @param target the path of the request, or the {@code host:port} of a CONNECT request, which
     *     allows no method
     */
    public Problem refusal(String method, String target) {
        if (!target.startsWith("/")) {
            return Problems.methodNotAllowed(method, new TreeSet<>());
        }
        SortedSet<String> allowed = of(target);
        return allowed.isEmpty()
                ? Problems.pathNotFound(target)
                : Problems.methodNotAllowed(method, allowed);
    }

    private SortedSet<String> of(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        var allowed = new TreeSet<String>();
        mappings.get()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .filter(info -> matches(info, parsed))
                .flatMap(info -> info.getMethodsCondition().getMethods().stream())
                .forEach(method -> allowed.add(method.name()));
        return allowed;
    }

    private static boolean matches(RequestMappingInfo info, PathContainer path) {
        var patterns = info.getPathPatternsCondition();
        return patterns != null
                && patterns.getPatterns().stream().anyMatch(pattern -> pattern.matches(path));
    }
}
