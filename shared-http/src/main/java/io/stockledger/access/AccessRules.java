package io.stockledger.access;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The scope that each call of a service needs, by method and path. A call without a rule is closed.
 * The patterns are those of Spring MVC, so that a rule matches the same paths as its controller. A
 * rule for GET holds for HEAD too. Immutable and thread-safe.
 */
public final class AccessRules {

    private record Rule(PathPattern path, Need need) {}

    /** The decision of the rules on one call, before its token is known. */
    public sealed interface Need {

        /** Everybody may call it. */
        record Nothing() implements Need {}

        /**
         * The token must have the scope.
         *
         * @param costly whether the call may read many rows
         */
        record Granted(Scope scope, boolean costly) implements Need {}

        /** Any valid token: the answer names the methods of the path and has no effect. */
        record ValidToken() implements Need {}

        /** The path has rules, but none for the method. */
        record OtherMethod(SortedSet<String> allowed) implements Need {}

        /** The path has no rule. */
        record Closed() implements Need {}
    }

    private static final Need NOTHING = new Need.Nothing();
    private static final Need CLOSED = new Need.Closed();
    private static final Need VALID_TOKEN = new Need.ValidToken();

    private final Map<HttpMethod, List<Rule>> rules;

    private AccessRules(Map<HttpMethod, List<Rule>> rules) {
        this.rules =
                rules.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, of -> List.copyOf(of.getValue())));
    }

    /** Begins the rules of a service, with those of the calls that both services have. */
    public static Builder builder() {
        return new Builder()
                .open(HttpMethod.GET, "/actuator/health/liveness", "/actuator/health/readiness")
                .need(Scope.ADMIN, HttpMethod.GET, "/actuator", "/actuator/health")
                .need(Scope.ADMIN, HttpMethod.GET, "/actuator/prometheus")
                .need(Scope.READ, HttpMethod.GET, "/v3/api-docs", "/v3/api-docs.yaml")
                .need(Scope.READ, HttpMethod.GET, "/v3/api-docs/swagger-config")
                .need(Scope.READ, HttpMethod.GET, "/swagger-ui.html", "/swagger-ui/{file}");
    }

    /** The need of a call. */
    public Need of(String method, PathContainer path) {
        HttpMethod ruled = HttpMethod.valueOf(method.equals("HEAD") ? "GET" : method);
        for (Rule rule : rules.getOrDefault(ruled, List.of())) {
            if (rule.path().matches(path)) {
                return rule.need();
            }
        }
        return withoutRule(method, path);
    }

    private Need withoutRule(String method, PathContainer path) {
        var others = new TreeSet<String>();
        rules.forEach(
                (other, ofOther) -> {
                    if (ofOther.stream().anyMatch(rule -> rule.path().matches(path))) {
                        others.add(other.name());
                    }
                });
        if (others.isEmpty()) {
            return CLOSED;
        }
        return method.equals("OPTIONS") ? VALID_TOKEN : new Need.OtherMethod(others);
    }

    /** Collects rules. Not thread-safe. */
    public static final class Builder {

        private final Map<HttpMethod, List<Rule>> rules = new HashMap<>();

        private Builder() {}

        /** Opens the paths to everybody, for answers that hold no data. */
        public Builder open(HttpMethod method, String... paths) {
            return add(NOTHING, method, paths);
        }

        /** The scope that the method needs on each of the paths. */
        public Builder need(Scope scope, HttpMethod method, String... paths) {
            return add(new Need.Granted(scope, false), method, paths);
        }

        /** Reads that may read many rows need {@link Scope#READ}, and have a rate of their own. */
        public Builder costlyRead(HttpMethod method, String... paths) {
            return add(new Need.Granted(Scope.READ, true), method, paths);
        }

        private Builder add(Need need, HttpMethod method, String... paths) {
            for (String path : paths) {
                rules.computeIfAbsent(method, _ -> new ArrayList<>())
                        .add(new Rule(PathPatternParser.defaultInstance.parse(path), need));
            }
            return this;
        }

        public AccessRules build() {
            return new AccessRules(rules);
        }
    }
}
