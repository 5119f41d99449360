package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A persistent connection that carries one request at a time. */
@Sharable
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpResponse> {

    /**
     * A request.
     *
     * @param mediaType the type of the body and of the accepted answer
     */
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

    private final Supplier<ChannelFuture> opening;
    private final @Nullable String token;

    /** Null if the service has announced that it closes the connection. */
    private volatile @Nullable Channel channel;

    private volatile @Nullable CompletableFuture<byte[]> pendingAnswer;

    /**
     * An open connection.
     *
     * @param pipeline opens a channel whose last handler is the given one
     * @param token of all requests, if the service needs one
     */
    HttpConnection(Function<HttpConnection, ChannelFuture> pipeline, @Nullable String token)
            throws InterruptedException {
        this.opening = () -> pipeline.apply(this);
        this.token = token;
        this.channel = opening.get().sync().channel();
    }

    /**
     * Sends a request, on a new connection if the service has closed the one before. The previous
     * request must have been answered.
     *
     * @return completes on the thread of the connection with the body of the answer; completes
     *     exceptionally if the answer is not a success or the connection is closed
     */
    CompletableFuture<byte[]> send(Request request) {
        if (pendingAnswer != null) {
            throw new IllegalStateException("the connection is busy");
        }
        var answer = new CompletableFuture<byte[]>();
        pendingAnswer = answer;
        ByteBuf body = Unpooled.copiedBuffer(request.body(), UTF_8);
        var httpRequest =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, request.method(), request.path(), body);
        httpRequest
                .headers()
                .set(HttpHeaderNames.HOST, "localhost")
                .set(HttpHeaderNames.ACCEPT, request.mediaType());
        if (body.isReadable()) {
            httpRequest
                    .headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, request.mediaType())
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        if (request.idempotencyKey() != null) {
            httpRequest.headers().set("Idempotency-Key", request.idempotencyKey());
        }
        if (token != null) {
            httpRequest.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        }
        Channel open = channel;
        if (open == null) {
            openAndWrite(httpRequest);
        } else {
            write(open, httpRequest);
        }
        return answer;
    }

    private void openAndWrite(FullHttpRequest request) {
        ChannelFuture opened = opening.get();
        var _ =
                opened.addListener(
                        result -> {
                            if (result.isSuccess()) {
                                channel = opened.channel();
                                write(opened.channel(), request);
                            } else {
                                fail(result.cause());
                            }
                        });
    }

    private void write(Channel open, FullHttpRequest request) {
        var _ =
                open.writeAndFlush(request)
                        .addListener(
                                write -> {
                                    if (!write.isSuccess()) {
                                        fail(write.cause());
                                    }
                                });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        CompletableFuture<byte[]> answer = pendingAnswer;
        if (answer == null) {
            throw new IllegalStateException("an answer arrived without a request");
        }
        pendingAnswer = null;
        if (!HttpUtil.isKeepAlive(response)) {
            channel = null;
        }
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
        if (context.channel().equals(channel)) {
            fail(new IOException("the service closed the connection"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        var _ = context.close();
    }

    private void fail(Throwable cause) {
        CompletableFuture<byte[]> answer = pendingAnswer;
        if (answer != null) {
            answer.completeExceptionally(cause);
        }
    }
}
