package io.stockledger.command.http;

import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.events.UnreadableEventException;
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
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import java.io.IOException;

/**
 * Answers the failures of the event store outside the writer loop: in reads, and in the request to
 * publish again. A store that does not answer is not a bug, and the caller may try again. Commands
 * have problems of their own ({@link CommandExchange}).
 */
@RestControllerAdvice(assignableTypes = {ProductReadController.class, RelayController.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EventStoreAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(EventStoreAdvice.class);

    @ExceptionHandler({
        EventStoreException.class,
        CannotCreateTransactionException.class,
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    void unavailable(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn(
                "{} {} is answered unavailable, because the events database fails: {}",
                request.getMethod(),
                request.getRequestURI(),
                String.valueOf(e.getCause() == null ? e : e.getCause()));
        ProblemWriter.write(
                request,
                response,
                HttpProblemType.UNAVAILABLE
                        .problem("The event store does not answer; try again")
                        .withHeader("Retry-After", "1"));
    }

    @ExceptionHandler
    void unreadable(
            UnreadableEventException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn(
                "{} {} is answered event-unreadable: {}",
                request.getMethod(),
                request.getRequestURI(),
                e.getMessage());
        ProblemWriter.write(
                request,
                response,
                CommandProblemType.EVENT_UNREADABLE
                        .problem("The product cannot be read: " + e.getMessage())
                        .withHeader("Retry-After", CommandExchange.PERSON_RETRY_SECONDS));
    }
}
