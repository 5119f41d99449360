package io.stockledger.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.access.AccessRules.Need;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

import java.util.List;
import java.util.TreeSet;

class AccessRulesTest {

    private static final Need READ = new Need.Granted(Scope.READ, false);
    private static final Need CLOSED = new Need.Closed();

    private final AccessRules rules =
            AccessRules.builder()
                    .need(Scope.READ, HttpMethod.GET, "/v1/things/{id}")
                    .need(Scope.ADMIN, HttpMethod.DELETE, "/v1/things/{id}")
                    .build();

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/things/a", "/v1/things/a%2Fb", "/v1/things/%25", "/v1/things/a%3Bb"})
    void a_rule_holds_for_every_id(String path) {
        assertThat(need("GET", path)).isEqualTo(READ);
    }

    @Test
    void a_rule_for_get_holds_for_head() {
        assertThat(need("HEAD", "/v1/things/a")).isEqualTo(READ);
    }

    @Test
    void each_method_of_a_path_has_its_own_scope() {
        assertThat(need("DELETE", "/v1/things/a")).isEqualTo(new Need.Granted(Scope.ADMIN, false));
    }

    @Test
    void a_method_without_a_rule_is_refused_with_the_methods_that_have_one() {
        assertThat(need("PUT", "/v1/things/a"))
                .isEqualTo(new Need.OtherMethod(new TreeSet<>(List.of("DELETE", "GET"))));
    }

    @Test
    void options_needs_a_valid_token_of_any_scope() {
        assertThat(need("OPTIONS", "/v1/things/a")).isEqualTo(new Need.ValidToken());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/things",
                "/v1/things/",
                "/v1/things/a/",
                "/v1/things/a/b",
                "/V1/things/a",
                "//v1/things/a",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/health/other",
                "/error",
                "/swagger-ui/a/b"
            })
    void a_path_without_a_rule_is_closed(String path) {
        assertThat(need("GET", path)).isEqualTo(CLOSED);
        assertThat(need("OPTIONS", path)).isEqualTo(CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness"})
    void only_the_probes_are_open(String path) {
        assertThat(need("GET", path)).isEqualTo(new Need.Nothing());
        assertThat(need("POST", path)).isInstanceOf(Need.OtherMethod.class);
    }

    @Test
    void rules_that_are_built_do_not_change_with_their_builder() {
        AccessRules.Builder builder = AccessRules.builder().open(HttpMethod.GET, "/v1/open");
        AccessRules built = builder.build();
        builder.open(HttpMethod.GET, "/v1/later");

        assertThat(built.of("GET", PathContainer.parsePath("/v1/later"))).isEqualTo(CLOSED);
    }

    private Need need(String method, String path) {
        return rules.of(method, PathContainer.parsePath(path));
    }
}
