package io.stockledger.command.http;

import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.http.HttpProblemType;
import io.stockledger.http.ProblemWriter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import java.io.IOException;

/**
 * Answers unavailable if the event store does not answer a read. This is not a bug: the caller may
 * try again. Commands have problems of their own.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventStoreUnavailableAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(EventStoreUnavailableAdvice.class);

    @ExceptionHandler({
        EventStoreException.class,
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    void unavailable(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn(
                "The event store cannot be read by {} because its database fails ({}); answered"
                        + " unavailable",
                request.getRequestURI(),
                String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause()));
        ProblemWriter.write(
                request,
                response,
                HttpProblemType.UNAVAILABLE
                        .problem("The event store does not answer; try again")
                        .withHeader("Retry-After", "1"));
    }
}
