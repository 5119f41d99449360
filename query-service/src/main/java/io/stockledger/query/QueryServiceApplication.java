package io.stockledger.query;

import io.stockledger.http.HttpEdge;
import io.stockledger.http.ServiceProcess;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The query service as a program. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
@Import({HttpEdge.class, QueryConfiguration.class})
public class QueryServiceApplication {

    public static void main(String[] args) {
        ServiceProcess.run(QueryServiceApplication.class, args);
    }
}
