package io.stockledger.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.Map;

/**
 * The health probes on the port of the service, if the actuator has a port of its own: a load
 * balancer asks the port to which it sends requests. They answer only the status.
 */
@RestController
final class HealthProbes {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HealthEndpoint health;

    HealthProbes(HealthEndpoint health) {
        this.health = health;
    }

    @GetMapping("/actuator/health/liveness")
    ResponseEntity<Map<String, String>> liveness() {
        return answer(health.healthForPath("liveness"));
    }

    @GetMapping("/actuator/health/readiness")
    ResponseEntity<Map<String, String>> readiness() {
        return answer(health.healthForPath("readiness"));
    }

    private static ResponseEntity<Map<String, String>> answer(@Nullable HealthDescriptor health) {
        Status status = health == null ? Status.UNKNOWN : health.getStatus();
        return ResponseEntity.status(status.equals(Status.UP) ? OK : UNAVAILABLE)
                .body(Map.of("status", status.getCode()));
    }
}
