package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

class OpenApiTest {

    private static final String ROOT = "io.stockledger.query";

    @Test
    void every_route_is_described_and_every_description_is_a_route() throws IOException {
        assertThat(described()).isEqualTo(routes());
    }

    private static Set<String> routes() {
        var routes = new TreeSet<String>();
        for (BeanDefinition controller : controllers()) {
            for (Method method : methods(controller)) {
                RequestMapping mapping =
                        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    routes.add(mapping.method()[0] + " " + mapping.path()[0]);
                }
            }
        }
        return routes;
    }

    private static Set<BeanDefinition> controllers() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        return scanner.findCandidateComponents(ROOT);
    }

    private static Method[] methods(BeanDefinition controller) {
        String name = Objects.requireNonNull(controller.getBeanClassName());
        return ClassUtils.resolveClassName(name, OpenApiTest.class.getClassLoader())
                .getDeclaredMethods();
    }

    private static Set<String> described() throws IOException {
        var described = new TreeSet<String>();
        try (var yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            OpenAPI api = Yaml31.mapper().readValue(yaml, OpenAPI.class);
            api.getPaths()
                    .forEach(
                            (path, item) ->
                                    item.readOperationsMap()
                                            .keySet()
                                            .forEach(
                                                    method ->
                                                            described.add(
                                                                    method.name()
                                                                                    .toUpperCase(
                                                                                            Locale
                                                                                                    .ROOT)
                                                                            + " "
                                                                            + path)));
        }
        return described;
    }
}
