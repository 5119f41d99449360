package io.stockledger.command.http;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.http.bulk.BulkController;
import io.stockledger.command.writer.CommandProcessor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** The controllers. They are made here, where their classes are visible. */
@Configuration(proxyBeanMethods = false)
public class CommandHttp {

    /**
     * The limits of a request.
     *
     * @param bodyBytesMax the longest body of a command on a product, in bytes
     * @param orderBodyBytesMax the longest body of a command on an order, and the longest line of a
     *     bulk request, in bytes
     * @param answerTimeoutMs how long a request waits for its answer at the most, in milliseconds
     */
    public record RequestLimits(int bodyBytesMax, int orderBodyBytesMax, long answerTimeoutMs) {}

    @Bean
    TomcatEdge tomcatEdge() {
        return new TomcatEdge();
    }

    @Bean
    CommandExchange commandExchange(
            CommandProcessor processor,
            EventLogReader storedEvents,
            ProductRepository products,
            EventStore events,
            RequestLimits limits) {
        return new CommandExchange(
                processor,
                new CommandLookups(new CountedStock(products, events), storedEvents),
                new RefusalProblems(storedEvents),
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
    BulkController bulkController(CommandExchange exchange, RequestLimits limits) {
        return new BulkController(exchange, limits);
    }

    @Bean
    ProductReadController productReadController(
            ProductRepository products, EventLogReader events, Clock clock) {
        return new ProductReadController(products, events, clock);
    }
}
