package io.stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.alerts.LowStockController;
import io.stockledger.query.inventory.InventoryChangesController;
import io.stockledger.query.inventory.InventoryController;
import io.stockledger.query.movements.LevelsController;
import io.stockledger.query.movements.MovementsController;
import io.stockledger.query.progress.ProjectionsController;
import io.stockledger.query.rebuild.RebuildController;
import io.stockledger.query.reservations.ReservationsController;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;

import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.RequestMapping;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

class OpenApiTest {

    private static final List<Class<?>> CONTROLLERS =
            List.of(
                    InventoryController.class,
                    InventoryChangesController.class,
                    MovementsController.class,
                    LevelsController.class,
                    ReservationsController.class,
                    ProjectionsController.class,
                    RebuildController.class,
                    LowStockController.class);

    @Test
    void every_route_is_described_and_every_description_is_a_route() throws IOException {
        assertThat(described()).isEqualTo(routes());
    }

    private static Set<String> routes() {
        var routes = new TreeSet<String>();
        for (Class<?> controller : CONTROLLERS) {
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping mapping =
                        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    routes.add(mapping.method()[0] + " " + mapping.path()[0]);
                }
            }
        }
        return routes;
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
