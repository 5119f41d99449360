package io.stockledger.query.http;

import io.stockledger.http.Problem;
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

/** A database that does not answer is no bug: the caller may ask again, or another replica. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ViewUnavailableAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ViewUnavailableAdvice.class);

    @ExceptionHandler({
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    void unavailable(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn("{} could not read the view: {}", request.getRequestURI(), e.getMessage());
        ProblemWriter.write(
                request,
                response,
                Problem.of(
                                "view-unavailable",
                                503,
                                "The view cannot be read",
                                "The view's database did not answer in time; ask again")
                        .withHeader("Retry-After", "1"));
    }
}
