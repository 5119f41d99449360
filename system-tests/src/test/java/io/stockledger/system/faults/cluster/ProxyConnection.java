package io.stockledger.system.faults.cluster;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection through a proxy: the channel of the client, the channel of the server, and a pipe
 * for each direction. Only the thread of the event loop uses it.
 */
final class ProxyConnection {

    static final long DELAY_MS = 150;

    private final Channel client;
    private final Channel server;
    private final Consumer<ProxyConnection> afterEnd;
    private final Pipe requests;
    private final Pipe answers;
    private boolean serverGone;

    ProxyConnection(Channel client, Channel server, Consumer<ProxyConnection> afterEnd) {
        this.client = client;
        this.server = server;
        this.afterEnd = afterEnd;
        this.requests = new Pipe(client, server);
        this.answers = new Pipe(server, client);
    }

    /** Closes the channel with a reset instead of an orderly end. */
    static void reset(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException _) {
            // The other end has closed it already.
        }
        var _ = channel.close();
    }

    void start() {
        client.pipeline().addLast(requests);
        server.pipeline().addLast(answers);
        requests.read();
        answers.read();
    }

    void adopt(LinkState state) {
        switch (state) {
            case OPEN -> {
                if (serverGone) {
                    resetBoth();
                } else {
                    requests.pass(0);
                    answers.pass(0);
                }
            }
            case CUT -> resetBoth();
            case DELAY -> {
                requests.pass(DELAY_MS);
                answers.pass(DELAY_MS);
            }
            case BLACK_HOLE -> {
                requests.stop();
                answers.stop();
            }
            case REQUESTS_STOPPED -> requests.stop();
            case ANSWERS_STOPPED -> answers.stop();
            case HALF_OPEN -> {
                serverGone = true;
                requests.stop();
                answers.stop();
                reset(server);
            }
        }
    }

    private void resetBoth() {
        reset(client);
        reset(server);
        requests.discard();
        answers.discard();
        afterEnd.accept(this);
    }

    /** One direction. Data and the end of the stream wait in a queue while it is stopped. */
    private final class Pipe extends ChannelInboundHandlerAdapter {

        private final Channel from;
        private final Channel to;
        private final Queue<Object> waiting = new ArrayDeque<>();
        private boolean stopped;
        private boolean ended;
        private long delayMs;
        private long lastDueNanos;

        private Pipe(Channel from, Channel to) {
            this.from = from;
            this.to = to;
        }

        private void read() {
            from.config().setAutoRead(!stopped);
        }

        private void stop() {
            stopped = true;
            read();
        }

        private void pass(long newDelayMs) {
            stopped = false;
            delayMs = newDelayMs;
            for (Object data = waiting.poll(); data != null; data = waiting.poll()) {
                send(data);
            }
            if (ended) {
                end();
            }
            read();
        }

        private void discard() {
            waiting.forEach(ReferenceCountUtil::release);
            waiting.clear();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            if (stopped) {
                waiting.add(data);
            } else {
                send(data);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ended = true;
            if (!stopped) {
                end();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reset(context.channel());
        }

        /** Sends after the delay, and never before data that was received earlier. */
        private void send(Object data) {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
            lastDueNanos = Math.max(due, lastDueNanos);
            long wait = lastDueNanos - System.nanoTime();
            if (wait <= 0) {
                write(data);
            } else {
                var _ = to.eventLoop().schedule(() -> write(data), wait, TimeUnit.NANOSECONDS);
            }
        }

        private void write(Object data) {
            var _ = to.writeAndFlush(data);
        }

        private void end() {
            long wait = Math.max(0, lastDueNanos - System.nanoTime());
            var _ = to.eventLoop().schedule(this::close, wait, TimeUnit.NANOSECONDS);
        }

        private void close() {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            afterEnd.accept(ProxyConnection.this);
        }
    }
}
