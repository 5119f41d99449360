package io.stockledger.query.http;

import io.stockledger.http.HttpProblemType;
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
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import java.io.IOException;
import java.sql.SQLTransientConnectionException;

/**
 * Answers view-unavailable if the database of the view does not answer, and overloaded if it does
 * but all connections are in use. This is not a bug: the caller may try again, or use another
 * replica.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ViewUnavailableAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ViewUnavailableAdvice.class);

    @ExceptionHandler({
        NonTransientDataAccessResourceException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    void unavailable(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (isWithoutFreeConnection(e)) {
            ProblemWriter.write(request, response, overloaded());
            return;
        }
        LOG.warn(
                "The view cannot be read by {} because its database fails ({}); answered"
                        + " view-unavailable",
                request.getRequestURI(),
                e.getMessage());
        ProblemWriter.write(
                request,
                response,
                QueryProblemType.VIEW_UNAVAILABLE
                        .problem("The database of the view did not answer in time; try again")
                        .withHeader("Retry-After", "1"));
    }

    /** The pool names the failure of the database as the cause if there was one. */
    private static boolean isWithoutFreeConnection(Exception e) {
        return e instanceof CannotGetJdbcConnectionException
                && e.getCause() instanceof SQLTransientConnectionException timeout
                && timeout.getCause() == null;
    }

    private static Problem overloaded() {
        return HttpProblemType.OVERLOADED
                .problem("All connections for reads of this kind are in use; try again")
                .withHeader("Retry-After", "1");
    }
}
