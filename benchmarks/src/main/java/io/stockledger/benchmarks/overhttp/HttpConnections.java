package io.stockledger.benchmarks.overhttp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;
import io.stockledger.localstack.process.Ports;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The generator's connections to one service, all on one thread. Netty without a client on top of
 * it: what the generator takes of the cores, the service does not get.
 */
final class HttpConnections implements AutoCloseable {

    private static final int ANSWER_BYTES_MAX = 1 << 24;

    private static final int CLOSE_MAX_SECONDS = 10;

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<HttpConnection> connections = new ArrayList<>();

    /** Opens so many connections. */
    HttpConnections(int count, int port) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            var connection = new HttpConnection();
            connection.opened(connect(connection, port));
            connections.add(connection);
        }
    }

    /** Clients that send these requests, each on a connection of its own. */
    Clients clients(Posts.Source source) {
        return clients(source, _ -> {});
    }

    /**
     * Clients that send these requests, each on a connection of its own.
     *
     * @param check is shown the body of each answer, and throws where the load must stop
     */
    Clients clients(Posts.Source source, Consumer<byte[]> check) {
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        return number -> {
            HttpConnection connection = connections.get(number);
            Supplier<Request> requests = source.forClient("order-%s-%d-".formatted(run, number));
            return () -> connection.send(requests.get()).thenAccept(check);
        };
    }

    /** The connection of that number, from 0. */
    HttpConnection get(int number) {
        return connections.get(number);
    }

    private Channel connect(HttpConnection connection, int port) throws InterruptedException {
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
                .connect(Ports.LOOPBACK, port)
                .sync()
                .channel();
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, CLOSE_MAX_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
