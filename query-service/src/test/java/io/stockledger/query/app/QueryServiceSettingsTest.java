package io.stockledger.query.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.http.SettingFailureAnalyzer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

class QueryServiceSettingsTest {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(QueryServiceSettings.class)
    private static final class Settings {}

    @Test
    void every_setting_has_a_default_except_the_standby() {
        service.run(
                started -> {
                    var settings = started.getBean(QueryServiceSettings.class);
                    assertThat(settings.topic().name()).isEqualTo("inventory.events");
                    assertThat(settings.query().groupId()).isEqualTo("stockledger-query");
                    assertThat(settings.query().batchRecordsMax()).isEqualTo(10_000);
                    assertThat(settings.query().readDatabase()).isNull();
                    assertThat(settings.reads().streamsMax()).isEqualTo(5_000);
                    assertThat(settings.console().commandUrl()).isEmpty();
                    assertThat(settings.console().oidc()).isNull();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "topic.name, ' ', must not be empty",
        "query.group-id, '', must not be empty",
        "query.lag-max-ms, 99, must be at least 100",
        "query.batch-records-max, 0, must be at least 1",
        "query.concurrency, 65, must be at most 64",
        "query.session-timeout-ms, 5999, must be at least 6000",
        "query.retry-delay-max-ms, 0, must be at least 200",
        "query.progress-refresh-ms, 9, must be at least 10",
        "query.topic-wait-max-ms, -1, must be at least 0",
        "query.read-timeout-max-seconds, 0, must be at least 1",
        "query.retained-ms, 2592000001, must be at most 2592000000",
        "query.low-stock-below, 0, must be at least 1",
        "query.low-stock-below, 1000000, must be at most 999999",
        "query.read-database.username, ' ', must not be empty",
        "reads.cache-age-max-ms, 0, must be at least 1",
        "reads.cache-bytes-max, -1, must be at least 0",
        "reads.wait-max-ms, 300001, must be at most 300000",
        "reads.streams-max, -1, must be at least 0",
        "reads.stream-backlog-max, 999, must be at least 1000",
        "reads.stream-heartbeat-ms, 9, must be at least 10",
        "console.command-url, commands.example.com, must be an origin such as"
                + " https://commands.example.com",
        "console.command-url, https://a.example/path, must be an origin such as"
                + " https://commands.example.com",
        "console.command-url, https://a.example; script-src *, must be an origin such as"
                + " https://commands.example.com",
        "console.oidc.issuer, login.example.com, must be the URL of an issuer such as"
                + " https://keycloak.example.com/realms/shop",
        "console.oidc.issuer, https://a.example; script-src *, must be the URL of an issuer such as"
                + " https://keycloak.example.com/realms/shop",
        "console.oidc.scopes, inventory:read, must be scopes separated by blanks with openid among"
                + " them",
        "console.oidc.parameters, audience, must be names and values such as audience=stockledger",
        "console.oidc.token-origin, https://a.example/token, must be an origin such as"
                + " https://login.example.com",
        "reads.streams-max, many, must be a whole number of the type int",
    })
    void a_wrong_setting_stops_the_start_with_its_name_value_and_bound(
            String name, String value, String bound) {
        String shown = value.matches("-?\\d+") ? value : "'" + value.strip() + "'";
        assertThat(refusal("stockledger." + name + "=" + value))
                .contains("stockledger." + name + " is " + shown + " and " + bound);
    }

    @Test
    void a_standby_without_a_url_is_refused() {
        assertThat(refusal("stockledger.query.read-database.username=reader"))
                .isEqualTo("stockledger.query.read-database.url is '' and must not be empty");
    }

    @Test
    void an_issuer_for_the_console_without_a_client_id_is_refused() {
        assertThat(refusal("stockledger.console.oidc.issuer=https://login.example.com"))
                .isEqualTo("stockledger.console.oidc.client-id is '' and must not be empty");
    }

    private String refusal(String setting) {
        var refusal = new AtomicReference<String>("the service starts");
        service.withPropertyValues(setting)
                .run(
                        context -> {
                            Throwable failure = context.getStartupFailure();
                            if (failure != null) {
                                refusal.set(
                                        Objects.requireNonNull(
                                                        new SettingFailureAnalyzer()
                                                                .analyze(failure))
                                                .getDescription());
                            }
                        });
        return refusal.get();
    }
}
