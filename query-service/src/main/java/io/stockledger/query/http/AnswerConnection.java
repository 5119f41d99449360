package io.stockledger.query.http;

import jakarta.servlet.http.HttpServletRequest;

import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * The connection of an answer whose beginning is sent and whose end cannot be sent. The caller sees
 * a reset, also with HTTP/1.0, where a closed connection is the end of a complete answer. {@link
 * #reset} is thread-safe.
 */
public final class AnswerConnection {

    private final ServletContextRequest request;

    private AnswerConnection(ServletContextRequest request) {
        this.request = request;
    }

    /** The connection on which a request arrived. */
    public static AnswerConnection of(HttpServletRequest request) {
        return new AnswerConnection(ServletContextRequest.getServletContextRequest(request));
    }

    /**
     * Closes the connection at once, from any thread: a write that is waiting for the caller fails.
     * With HTTP/2 the other answers on the connection end too. Call it only while the request is
     * handled, because the connection may serve another request afterwards.
     */
    public void reset() {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException _) {
                // The caller has closed the connection.
            }
        }
        endPoint.close(new EofException("the answer was not completed"));
    }

    /**
     * Ends the answer as incomplete, from the thread of the request. With HTTP/2 only this answer
     * ends.
     */
    public void abort(Throwable cause) {
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        if (version.getVersion() <= HttpVersion.HTTP_1_1.getVersion()) {
            reset();
        } else {
            request.getServletChannel().abort(cause);
        }
    }
}
