package io.stockledger.benchmarks.overhttp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.RequestSource;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;
import io.stockledger.localstack.process.Ports;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The load generator's connections to one service, all on one thread. They use Netty without an
 * HTTP client library, so that the load generator leaves more processor time to the service.
 */
final class HttpConnections implements AutoCloseable {

    private static final int ANSWER_BYTES_MAX = 1 << 24;

    private static final int CLOSE_MAX_SECONDS = 10;

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<HttpConnection> connections = new ArrayList<>();

    /** Opens this number of connections. */
    HttpConnections(int count, int port) throws InterruptedException {
        this(count, port, null);
    }

    /**
     * Opens this number of connections.
     *
     * @param token of all requests, if the service needs one
     */
    HttpConnections(int count, int port, @Nullable String token) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            connections.add(new HttpConnection(connection -> connect(connection, port), token));
        }
    }

    /** Returns clients that send these requests, each on its own connection. */
    Clients clients(RequestSource<Request> source) {
        return clients(source, _ -> {});
    }

    /**
     * Returns clients that send these requests, each on its own connection.
     *
     * @param check receives the body of each answer, and throws an exception to stop the load
     */
    Clients clients(RequestSource<Request> source, Consumer<byte[]> check) {
        var run = source.newRun();
        return number -> {
            HttpConnection connection = connections.get(number);
            Supplier<Request> requests = run.apply(number);
            return () -> connection.send(requests.get()).thenAccept(check);
        };
    }

    /** Returns a connection by its number, from 0. */
    HttpConnection get(int number) {
        return connections.get(number);
    }

    private ChannelFuture connect(HttpConnection connection, int port) {
        return new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(new HttpClientCodec())
                                        .addLast(new HttpObjectAggregator(ANSWER_BYTES_MAX))
                                        .addLast(connection);
                            }
                        })
                .connect(Ports.LOOPBACK, port);
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, CLOSE_MAX_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
