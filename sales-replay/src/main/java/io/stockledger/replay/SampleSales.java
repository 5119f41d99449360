package io.stockledger.replay;

import de.siegmar.fastcsv.writer.CsvWriter;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Generates a file of sales in the format that {@link SalesFile} reads: orders with many lines,
 * some of which name a product twice or in another case, cancellations of which some cannot be
 * traced to a sale, write-offs, found stock, gifts, charges, and rows without a customer or a
 * description. The same seed and number of rows give the same text. Not thread-safe.
 */
final class SampleSales {

    static final int ROWS_DEFAULT = 3_000;
    static final int ROWS_MAX = 1_000_000;
    static final long SEED_DEFAULT = 20_101_201;

    private static final String[] COLUMNS = {
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID",
        "Country"
    };
    private static final String[] COLOURS = {
        "RED", "BLUE", "CREAM", "PINK SPOTTY", "VINTAGE, GREEN"
    };
    private static final String[] GOODS = {
        "MUG",
        "CAKE STAND, 3 TIER",
        "\"HOME\" SIGN",
        "CANDLE",
        "LUNCH BOX",
        "CAFÉ CLOCK",
        "TEA TOWEL"
    };
    private static final String[] CHARGES = {"POST", "M", "BANK CHARGES", "D"};
    private static final String[] LOSSES = {"damaged", "thrown away", "", "wet?"};
    private static final String[] COUNTRIES = {
        "United Kingdom", "United Kingdom", "France", "EIRE"
    };
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final LocalDateTime FIRST_INVOICE = LocalDateTime.of(2010, 12, 1, 8, 26);

    private static final int FIRST_NUMBER = 536_365;
    private static final int PRODUCTS = 250;
    private static final int CUSTOMERS = 80;
    private static final int ORDER_LINES_MAX = 25;
    private static final int LARGE_ORDER_LINES_MAX = 120;
    private static final String NO_CUSTOMER = "";
    private static final String FREE = "0";

    /** A row of an order that a cancellation can refer to. */
    private record Sold(String code, String name, int quantity, String price, String customer) {}

    private final Random random;
    private final int rowsMax;
    private final StringWriter text = new StringWriter();
    private final List<Sold> sold = new ArrayList<>();
    private int rows;
    private int number = FIRST_NUMBER;
    private LocalDateTime now = FIRST_INVOICE;

    private SampleSales(int rowsMax, long seed) {
        this.rowsMax = rowsMax;
        this.random = new Random(seed);
    }

    /** Returns CSV text with this many rows after the line of column names. */
    static String csv(int rows, long seed) {
        return new SampleSales(rows, seed).csv();
    }

    private String csv() {
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
            while (rows < rowsMax) {
                writeInvoice(csv);
                number++;
                now = now.plusMinutes(random.nextInt(1, 16));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void writeInvoice(CsvWriter csv) {
        int kind = random.nextInt(100);
        if (kind < 6) {
            writeFree(csv, any(LOSSES), -quantity());
        } else if (kind < 9) {
            writeFree(csv, "", quantity());
        } else if (kind < 22 && !sold.isEmpty()) {
            for (int line = random.nextInt(1, 4); line > 0; line--) {
                writeCancellation(csv);
            }
        } else {
            writeOrder(csv);
        }
    }

    private void writeOrder(CsvWriter csv) {
        String customer = random.nextInt(8) == 0 ? NO_CUSTOMER : customer();
        boolean large = random.nextInt(20) == 0;
        int lines = random.nextInt(1, large ? LARGE_ORDER_LINES_MAX : ORDER_LINES_MAX);
        for (int line = 0; line < lines; line++) {
            int product = product();
            Sold row = new Sold(code(product), name(product), quantity(), price(product), customer);
            boolean gift = !customer.isEmpty() && random.nextInt(100) == 0;
            writeSold(csv, row, gift ? FREE : row.price());
            if (random.nextInt(30) == 0) {
                writeSold(csv, row, row.price());
            }
        }
        if (random.nextInt(5) == 0) {
            String charge = any(CHARGES);
            write(csv, Integer.toString(number), charge, charge, 1, "18.00", customer);
        }
    }

    private void writeSold(CsvWriter csv, Sold row, String price) {
        String invoice = Integer.toString(number);
        write(csv, invoice, row.code(), row.name(), row.quantity(), price, row.customer());
        sold.add(row);
    }

    /** Three of four cancellations can be traced to a sale; the others exceed its quantity. */
    private void writeCancellation(CsvWriter csv) {
        Sold row = sold.get(random.nextInt(sold.size()));
        boolean traceable = random.nextInt(4) > 0;
        int quantity =
                traceable ? random.nextInt(1, row.quantity() + 1) : row.quantity() + quantity();
        write(csv, "C" + number, row.code(), row.name(), -quantity, row.price(), row.customer());
    }

    /** A row without a price and a customer is a write-off or found stock. */
    private void writeFree(CsvWriter csv, String description, int quantity) {
        String invoice = Integer.toString(number);
        write(csv, invoice, code(product()), description, quantity, FREE, NO_CUSTOMER);
    }

    private void write(
            CsvWriter csv,
            String invoice,
            String code,
            String description,
            int quantity,
            String price,
            String customer) {
        if (rows < rowsMax) {
            rows++;
            csv.writeRecord(
                    invoice,
                    code,
                    description,
                    Integer.toString(quantity),
                    DATE.format(now),
                    price,
                    customer,
                    any(COUNTRIES));
        }
    }

    /** Returns the number of a product; low numbers sell best. */
    private int product() {
        double draw = random.nextDouble();
        return (int) (PRODUCTS * draw * draw);
    }

    /** Some product codes end with a letter, which is sometimes in lower case. */
    private String code(int product) {
        String letter = product % 5 == 0 ? "A" : "";
        String code = 22_000 + 7 * product + letter;
        return random.nextInt(12) == 0 ? code.toLowerCase(Locale.ROOT) : code;
    }

    private String name(int product) {
        String name =
                COLOURS[product % COLOURS.length]
                        + " "
                        + GOODS[product % GOODS.length]
                        + " "
                        + product;
        return random.nextInt(100) == 0 ? "" : name;
    }

    private static String price(int product) {
        return "%d.%02d".formatted(1 + product % 9, 5 * (product % 20));
    }

    private int quantity() {
        return random.nextInt(10) == 0 ? random.nextInt(1, 200) : random.nextInt(1, 13);
    }

    private String customer() {
        return Integer.toString(12_346 + random.nextInt(CUSTOMERS));
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
