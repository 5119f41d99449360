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

/**
 * Turns whatever ends a request early into a problem. Nothing of the inside is shown; it goes to
 * the log.
 */
@RestControllerAdvice
public final class ProblemAdvice {

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

    /** The caller has gone; there is nobody left to answer. */
    @ExceptionHandler
    void callerGone(AsyncRequestNotUsableException e) {
        LOG.debug("The caller closed the connection before the answer was written", e);
    }

    @ExceptionHandler
    void bug(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String correlationId = Correlation.of(request).correlationId();
        LOG.error(
                "{} {} failed (correlationId {})",
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
                .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
    }
}
