package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A connection that is kept and carries one request at a time. */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpResponse> {

    /** What is asked, where, and with which body, of that type or accepting it. */
    record Request(
            HttpMethod method,
            String path,
            String body,
            String mediaType,
            @Nullable String idempotencyKey) {

        static Request get(String path) {
            return new Request(HttpMethod.GET, path, "", "application/json", null);
        }

        static Request json(String path, String body) {
            return new Request(HttpMethod.POST, path, body, "application/json", null);
        }

        static Request ndjson(String path, String body) {
            return new Request(HttpMethod.POST, path, body, BaselineEndpoints.NDJSON, null);
        }

        Request withKey(String key) {
            return new Request(method, path, body, mediaType, key);
        }
    }

    private volatile @Nullable Channel channel;
    private volatile @Nullable CompletableFuture<byte[]> waiting;

    /** Tells it the channel that it is the last handler of. */
    void opened(Channel open) {
        channel = open;
    }

    /**
     * Sends a request; the one before must have been answered.
     *
     * @return completes on the connection's own thread with the answer's body; exceptionally where
     *     the answer is no success or the connection ends
     */
    CompletableFuture<byte[]> send(Request sent) {
        Channel open = channel;
        if (open == null || waiting != null) {
            throw new IllegalStateException("the connection is not open, or busy");
        }
        var answer = new CompletableFuture<byte[]>();
        waiting = answer;
        ByteBuf body = Unpooled.copiedBuffer(sent.body(), UTF_8);
        var request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, sent.method(), sent.path(), body);
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.ACCEPT, sent.mediaType());
        if (body.isReadable()) {
            request.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, sent.mediaType())
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        if (sent.idempotencyKey() != null) {
            request.headers().set("Idempotency-Key", sent.idempotencyKey());
        }
        var _ =
                open.writeAndFlush(request)
                        .addListener(
                                written -> {
                                    if (!written.isSuccess()) {
                                        fail(written.cause());
                                    }
                                });
        return answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        CompletableFuture<byte[]> answer = waiting;
        if (answer == null) {
            throw new IllegalStateException("an answer that nobody asked for");
        }
        waiting = null;
        byte[] body = new byte[response.content().readableBytes()];
        response.content().readBytes(body);
        if (response.status().codeClass() == HttpStatusClass.SUCCESS) {
            answer.complete(body);
        } else {
            answer.completeExceptionally(
                    new IOException(response.status() + ": " + new String(body, UTF_8)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the service closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        var _ = context.close();
    }

    private void fail(Throwable cause) {
        CompletableFuture<byte[]> answer = waiting;
        if (answer != null) {
            answer.completeExceptionally(cause);
        }
    }
}
