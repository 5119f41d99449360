package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.stockledger.http.OpenApiDocument;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code openapi.yaml} of the query service matches its controllers. */
class OpenApiTest {

    private static final String ROOT = "io.stockledger.query";

    private final OpenAPI document;

    OpenApiTest() throws IOException {
        document = OpenApiDocument.read();
    }

    @Test
    void every_route_is_described_and_every_described_operation_has_a_route() {
        assertThat(describedOperations()).isEqualTo(routes());
    }

    @Test
    void an_alias_in_a_list_is_served_as_the_example_that_it_names() {
        JsonNode page =
                Json31.mapper()
                        .valueToTree(document)
                        .at(
                                "/paths/~1v1~1inventory/get/responses/200/content"
                                        + "/application~1json/example");

        assertThat(page.at("/items/0/productId").asText()).isEqualTo("85123A");
    }

    @Test
    void the_document_names_no_host() {
        assertThat(document.getServers()).extracting(Server::getUrl).containsExactly("/");
    }

    @Test
    void every_tag_has_a_description_and_every_operation_has_one_of_the_tags() {
        assertThat(document.getTags())
                .allSatisfy(tag -> assertThat(tag.getDescription()).isNotBlank());
        Set<String> tags =
                document.getTags().stream().map(Tag::getName).collect(Collectors.toSet());

        for (PathItem path : document.getPaths().values()) {
            for (Operation operation : path.readOperations()) {
                assertThat(operation.getTags()).hasSize(1).isSubsetOf(tags);
            }
        }
    }

    @Test
    void every_operation_has_a_summary_and_a_description() {
        for (PathItem path : document.getPaths().values()) {
            for (Operation operation : path.readOperations()) {
                assertThat(operation.getSummary()).as(operation.getOperationId()).isNotBlank();
                assertThat(operation.getDescription()).as(operation.getOperationId()).isNotBlank();
            }
        }
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

    private Set<String> describedOperations() {
        var operations = new TreeSet<String>();
        document.getPaths()
                .forEach(
                        (path, item) -> {
                            for (PathItem.HttpMethod method : item.readOperationsMap().keySet()) {
                                operations.add(method + " " + path);
                            }
                        });
        return operations;
    }
}
