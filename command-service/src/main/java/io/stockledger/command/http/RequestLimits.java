package io.stockledger.command.http;

/**
 * The limits of a request.
 *
 * @param bodyBytesMax the maximum length of a command on a product, in bytes
 * @param orderBodyBytesMax the maximum length of a command on an order, and of a line of a bulk
 *     request, in bytes
 * @param answerTimeoutMs the time after which a request is answered outcome-unknown, in
 *     milliseconds
 */
public record RequestLimits(int bodyBytesMax, int orderBodyBytesMax, long answerTimeoutMs) {}
