package io.stockledger.query.app;

import io.stockledger.access.AccessConfiguration;
import io.stockledger.http.HttpEdge;
import io.stockledger.http.ServiceProcess;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * The query service as a program. Automatic configurations that it does not use are excluded, which
 * shortens the start; it configures the Kafka clients itself.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            KafkaAutoConfiguration.class,
            MultipartAutoConfiguration.class,
            TaskExecutionAutoConfiguration.class,
            TaskSchedulingAutoConfiguration.class,
            ValidationAutoConfiguration.class
        })
@Import({HttpEdge.class, AccessConfiguration.class, QueryServiceConfiguration.class})
public class QueryServiceApplication {

    public static void main(String[] args) {
        ServiceProcess.run(QueryServiceApplication.class, args);
    }
}
