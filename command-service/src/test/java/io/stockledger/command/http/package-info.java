@NullMarked
package io.stockledger.command.http;

import org.jspecify.annotations.NullMarked;
