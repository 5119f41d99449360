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

    /** A body and where it goes. */
    record Post(String path, String body, String mediaType, @Nullable String idempotencyKey) {

        static Post json(String path, String body) {
            return new Post(path, body, "application/json", null);
        }

        static Post ndjson(String path, String body) {
            return new Post(path, body, BaselineEndpoints.NDJSON, null);
        }

        Post withKey(String key) {
            return new Post(path, body, mediaType, key);
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
    CompletableFuture<byte[]> send(Post post) {
        Channel open = channel;
        if (open == null || waiting != null) {
            throw new IllegalStateException("the connection is not open, or busy");
        }
        var answer = new CompletableFuture<byte[]>();
        waiting = answer;
        ByteBuf body = Unpooled.copiedBuffer(post.body(), UTF_8);
        var request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.POST, post.path(), body);
        request.headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.CONTENT_TYPE, post.mediaType())
                .set(HttpHeaderNames.ACCEPT, post.mediaType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (post.idempotencyKey() != null) {
            request.headers().set("Idempotency-Key", post.idempotencyKey());
        }
        var _ =
                open.writeAndFlush(request)
                        .addListener(
                                sent -> {
                                    if (!sent.isSuccess()) {
                                        fail(sent.cause());
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
