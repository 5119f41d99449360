package io.stockledger.command.http;

import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.StoredEvents;
import io.stockledger.command.processing.CommandProcessor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** The controllers. They are made here, where their classes are visible. */
@Configuration(proxyBeanMethods = false)
public class CommandHttp {

    /**
     * The limits of a request.
     *
     * @param bodyBytesMax the longest body of a command, in bytes
     * @param answerTimeoutMs how long a request waits for its answer at the most, in milliseconds
     */
    public record RequestLimits(int bodyBytesMax, long answerTimeoutMs) {}

    @Bean
    ProductCommandController productCommandController(
            CommandProcessor processor,
            StoredEvents storedEvents,
            ProductRepository products,
            EventStore events,
            RequestLimits limits) {
        return new ProductCommandController(
                new CommandExchange(
                        processor, new RejectionProblems(storedEvents), limits.answerTimeoutMs()),
                new CountedStock(products, events),
                limits.bodyBytesMax());
    }

    @Bean
    ProductReadController productReadController(
            ProductRepository products, StoredEvents events, Clock clock) {
        return new ProductReadController(products, events, clock);
    }
}
