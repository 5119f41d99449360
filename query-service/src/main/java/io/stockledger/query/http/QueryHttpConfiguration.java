package io.stockledger.query.http;

import io.stockledger.http.AllowedMethods;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the web server and the answer to an unavailable view, which only this package sees. */
@Configuration(proxyBeanMethods = false)
public class QueryHttpConfiguration {

    @Bean
    JettyEdge jettyEdge(AllowedMethods allowedMethods) {
        return new JettyEdge(allowedMethods);
    }

    @Bean
    ViewUnavailableAdvice viewUnavailableAdvice() {
        return new ViewUnavailableAdvice();
    }
}
