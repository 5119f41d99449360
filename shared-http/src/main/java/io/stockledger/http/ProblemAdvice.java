package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers each exception of a request with a problem. The problem shows nothing of the
 * implementation; the cause of an unexpected error is in the log.
 */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    void problem(ProblemException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(request, response, e.problem());
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    void unknownPath(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(request, response, Problems.pathNotFound(request.getRequestURI()));
    }

    @ExceptionHandler
    void unknownMethod(
            HttpRequestMethodNotSupportedException e,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String[] supported = e.getSupportedMethods();
        List<String> allowed =
                supported == null ? List.of() : List.of(supported).stream().sorted().toList();
        ProblemWriter.write(request, response, Problems.methodNotAllowed(e.getMethod(), allowed));
    }

    @ExceptionHandler
    void unknownMediaType(
            HttpMediaTypeNotSupportedException e,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(
                request,
                response,
                Problems.unsupportedMediaType(names(e.getSupportedMediaTypes())));
    }

    @ExceptionHandler
    void unacceptable(
            HttpMediaTypeNotAcceptableException e,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(
                request, response, Problems.notAcceptable(names(e.getSupportedMediaTypes())));
    }

    /** The caller has closed the connection, so that there is no answer. */
    @ExceptionHandler
    void closedConnection(AsyncRequestNotUsableException e) {
        LOG.debug("The caller closed the connection before the answer was written", e);
    }

    @ExceptionHandler
    void unexpectedError(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String correlationId = Correlation.of(request).correlationId();
        LOG.error(
                "Unexpected error in {} {}; answered internal-error (correlationId {})",
                request.getMethod(),
                request.getRequestURI(),
                correlationId,
                e);
        ProblemWriter.write(request, response, Problems.internalError(correlationId));
    }

    private static Set<String> names(List<MediaType> types) {
        return types.stream()
                .map(MediaType::toString)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
