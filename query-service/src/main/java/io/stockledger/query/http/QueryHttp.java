package io.stockledger.query.http;

import io.stockledger.access.AccessRules;
import io.stockledger.access.ClientSlots;
import io.stockledger.http.HttpLimits;
import io.stockledger.http.HttpMetrics;
import io.stockledger.http.ReadTimeouts;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the web server and the answer to an unavailable view, which only this package sees. */
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
}
