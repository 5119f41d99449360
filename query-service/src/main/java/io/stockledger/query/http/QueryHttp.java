package io.stockledger.query.http;

import io.stockledger.access.AccessRules;
import io.stockledger.access.ClientSlots;
import io.stockledger.http.HttpLimits;
import io.stockledger.http.HttpMetrics;
import io.stockledger.http.ReadTimeouts;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/**
 * Makes the web server, the answer to an unavailable view and the controller of the document of the
 * topic, which only this package sees.
 */
@Configuration(proxyBeanMethods = false)
public class QueryHttp {

    @Bean
    JettyEdge jettyEdge(
            HttpLimits limits,
            ClientSlots connectionSlots,
            HttpMetrics metrics,
            SslBundles sslBundles) {
        return new JettyEdge(limits, connectionSlots, metrics, sslBundles);
    }

    @Bean
    AccessRules accessRules() {
        return QueryAccess.rules();
    }

    @Bean
    ReadTimeouts readTimeouts() {
        return new JettyReadTimeouts();
    }

    @Bean
    ViewUnavailableAdvice viewUnavailableAdvice() {
        return new ViewUnavailableAdvice();
    }

    /** Reads the document on the first request for it. */
    @Bean
    @Lazy
    AsyncApiController asyncApiController(JsonMapper mapper) throws IOException {
        return new AsyncApiController(mapper);
    }
}
