package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.overhttp.Posts.Endpoint;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.issuer.LocalIssuer;
import io.stockledger.issuer.TokenClaims;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The same single commands at a service with security off and at one with security on, in turns.
 * Each service has an event log and a topic of its own. With security on the limits of clients
 * count each command, and are too high to refuse one.
 */
final class AccessLoads {

    private static final int ROUNDS = 3;
    private static final int CONNECTIONS = 64;
    private static final String TABLE = "Access, closed loop, 64 connections, in turns";
    private static final String JWT = "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_";
    private static final Duration TOKEN_LIFETIME = Duration.ofDays(1);

    static final int LOADS = 2 * ROUNDS;

    static final List<Target> TARGETS =
            IntStream.rangeClosed(1, ROUNDS)
                    .mapToObj(
                            round ->
                                    new Target(
                                            "over HTTP: security on against off, round " + round,
                                            id("on", round),
                                            id("off", round),
                                            0.9))
                    .toList();

    private final SectionRun run;
    private final BenchmarkPostgres postgres;
    private final String brokers;
    private final Path keys;

    AccessLoads(SectionRun run, BenchmarkPostgres postgres, String brokers) {
        this.run = run;
        this.postgres = postgres;
        this.brokers = brokers;
        this.keys = LocalIssuer.folderIn(postgres.folder());
    }

    void measure() throws Exception {
        LocalIssuer issuer = LocalIssuer.openOrCreate(keys);
        String token =
                issuer.token(
                        TokenClaims.local("bench", List.of("inventory:write"), TOKEN_LIFETIME),
                        Instant.now());
        try (EventsDatabase off = postgres.createEventsDatabase();
                EventsDatabase on = postgres.createEventsDatabase();
                ServiceProcess open = start(off, Map.of("STOCKLEDGER_TOPIC_NAME", "access.off"));
                ServiceProcess secured = start(on, securityOn())) {
            HttpRun withoutTokens = new HttpRun(run, off, open);
            HttpRun withTokens = new HttpRun(run, on, secured, token);
            withoutTokens.prepare(CONNECTIONS, List.of(Endpoint.COMMAND_SERVICE));
            withTokens.prepare(CONNECTIONS, List.of(Endpoint.COMMAND_SERVICE));
            for (int round = 1; round <= ROUNDS; round++) {
                measure(withoutTokens, id("off", round), "security off", null);
                measure(withTokens, id("on", round), "security on", id("off", round));
            }
        }
    }

    private ServiceProcess start(EventsDatabase database, Map<String, String> settings)
            throws Exception {
        run.prepare("starting a service");
        Map<String, String> environment = new HashMap<>(database.serviceEnvironment());
        environment.putAll(settings);
        return new ServiceProcess(ServiceProcess.Program.COMMAND, postgres, environment, brokers);
    }

    private Map<String, String> securityOn() {
        return Map.of(
                "STOCKLEDGER_TOPIC_NAME",
                "access.on",
                "STOCKLEDGER_SECURITY",
                "on",
                "STOCKLEDGER_CLIENTS_COMMANDSPERSECOND",
                "1000000",
                JWT + "ISSUER_URI",
                TokenClaims.LOCAL_ISSUER,
                JWT + "JWK_SET_URI",
                LocalIssuer.keySet(keys).toUri().toASCIIString());
    }

    private static void measure(HttpRun http, String id, String text, @Nullable String baseline)
            throws Exception {
        var source = Posts.singles(Endpoint.COMMAND_SERVICE, ProductSpread.ALL);
        http.measure(
                new LoadName(id, TABLE, "single commands, 100,000 products, " + text, baseline),
                CONNECTIONS,
                connections -> new ChainedLoop(CONNECTIONS, 1, connections.clients(source)));
    }

    private static String id(String security, int round) {
        return "security-%s-%d".formatted(security, round);
    }
}
