package io.stockledger.query.http;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the web server and the answer to an unavailable view, which only this package sees. */
@Configuration(proxyBeanMethods = false)
public class QueryHttp {

    @Bean
    JettyEdge jettyEdge() {
        return new JettyEdge();
    }

    @Bean
    ViewUnavailableAdvice viewUnavailableAdvice() {
        return new ViewUnavailableAdvice();
    }
}
