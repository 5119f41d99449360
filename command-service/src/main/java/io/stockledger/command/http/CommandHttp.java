package io.stockledger.command.http;

import io.stockledger.access.AccessRules;
import io.stockledger.access.ClientSlots;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.DryRuns;
import io.stockledger.http.AllowedMethods;
import io.stockledger.http.HttpLimits;
import io.stockledger.http.HttpMetrics;
import io.stockledger.http.ReadTimeouts;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

import java.time.Clock;

/** Makes the web server and the controllers of commands and reads, which only this package sees. */
@Configuration(proxyBeanMethods = false)
public class CommandHttp {

    @Bean
    TomcatEdge tomcatEdge(
            AllowedMethods allowedMethods,
            HttpLimits limits,
            ClientSlots connectionSlots,
            HttpMetrics metrics,
            SslBundles sslBundles) {
        return new TomcatEdge(allowedMethods, limits, connectionSlots, metrics, sslBundles);
    }

    @Bean
    AccessRules accessRules() {
        return CommandAccess.rules();
    }

    @Bean
    ReadTimeouts readTimeouts() {
        return new TomcatReadTimeouts();
    }

    /** Before all filters that refuse a request. */
    @Bean
    FilterRegistrationBean<DryRunFilter> dryRunFilter() {
        var registration = new FilterRegistrationBean<>(new DryRunFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    EventStoreAdvice eventStoreAdvice() {
        return new EventStoreAdvice();
    }

    @Bean
    CommandExchange commandExchange(
            CommandProcessor processor,
            EventLogReader eventLog,
            ProductRepository products,
            EventStore events,
            DryRuns dryRuns,
            RequestLimits limits) {
        return new CommandExchange(
                processor,
                new CountedStock(products, events),
                eventLog,
                new RefusalProblems(eventLog),
                dryRuns,
                limits.answerTimeoutMs());
    }

    @Bean
    ProductCommandController productCommandController(
            CommandExchange exchange, RequestLimits limits) {
        return new ProductCommandController(exchange, limits.bodyBytesMax());
    }

    @Bean
    OrderCommandController orderCommandController(CommandExchange exchange, RequestLimits limits) {
        return new OrderCommandController(exchange, limits.orderBodyBytesMax());
    }

    @Bean
    RelayController relayController(Republishing republishing, RequestLimits limits) {
        return new RelayController(republishing, limits.bodyBytesMax());
    }

    @Bean
    ProductReadController productReadController(
            ProductRepository products, EventLogReader events, Clock clock) {
        return new ProductReadController(products, events, clock);
    }
}
