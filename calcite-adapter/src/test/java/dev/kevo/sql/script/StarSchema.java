package dev.kevo.sql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A shop with stores and a web site, as a star: sales and returns in the middle, around them items,
 * days, people and places. The rows are the same in every run.
 */
final class StarSchema {
  private static final long SEED = 20_010_911;
  private static final int ROWS_PER_INSERT = 500;

  private static final int DAYS = 1461;
  private static final int ITEMS = 400;
  private static final int CUSTOMERS = 1500;
  private static final int ADDRESSES = 600;
  private static final int KINDS = 700;
  private static final int HOUSEHOLDS = 72;
  private static final int STORES = 6;
  private static final int PROMOTIONS = 20;
  private static final int REASONS = 15;
  private static final int TICKETS = 5000;
  private static final int ITEMS_PER_TICKET = 4;
  private static final int ORDERS = 6000;

  private static final String[] STATES = {"TX", "OH", "OR", "KY", "VA", "MS", "TN", "GA"};
  private static final String[] CATEGORIES = {"Books", "Music", "Sports", "Home", "Shoes"};
  private static final String[] EDUCATION = {
    "Primary", "Secondary", "College", "2 yr Degree", "Advanced", "Unknown"
  };

  private final Random random = new Random(SEED);
  private final List<String> statements = new ArrayList<>();

  private StarSchema() {}

  /** Statements that create and fill the tables. */
  static List<String> statements() {
    StarSchema schema = new StarSchema();
    schema.dimensions();
    schema.facts();
    return schema.statements;
  }

  private void dimensions() {
    table(
        "date_dim (d_date_sk INTEGER PRIMARY KEY, d_year INTEGER, d_moy INTEGER, d_qoy INTEGER,"
            + " d_month_seq INTEGER)",
        DAYS,
        day -> {
          int month = day * 12 / 365 % 12;
          int year = Math.min(3, day / 365);
          return values(day, 2000 + year, month + 1, month / 3 + 1, 1200 + year * 12 + month);
        });
    table(
        "item (i_item_sk INTEGER PRIMARY KEY, i_item_id VARCHAR(16), i_brand VARCHAR(20),"
            + " i_category VARCHAR(20), i_manager_id INTEGER, i_current_price DECIMAL(7, 2))",
        ITEMS,
        item ->
            values(
                item,
                text("ITEM" + item / 2),
                text("brand " + item % 37),
                text(CATEGORIES[item % CATEGORIES.length]),
                random.nextInt(10),
                cents(10_000)));
    table(
        "customer_address (ca_address_sk INTEGER PRIMARY KEY, ca_state VARCHAR(2),"
            + " ca_zip VARCHAR(5))",
        ADDRESSES,
        address ->
            values(
                address, text(any(STATES)), text(String.valueOf(10_000 + random.nextInt(90_000)))));
    table(
        "customer_demographics (cd_demo_sk INTEGER PRIMARY KEY, cd_gender CHAR(1),"
            + " cd_marital_status CHAR(1), cd_education_status VARCHAR(20))",
        KINDS,
        kind ->
            values(
                kind,
                text(kind % 2 == 0 ? "F" : "M"),
                text(String.valueOf("MSDWU".charAt(kind / 2 % 5))),
                text(EDUCATION[kind / 10 % EDUCATION.length])));
    table(
        "household_demographics (hd_demo_sk INTEGER PRIMARY KEY, hd_dep_count INTEGER,"
            + " hd_vehicle_count INTEGER)",
        HOUSEHOLDS,
        household -> values(household, household % 6, household / 6 % 5));
    table(
        "store (s_store_sk INTEGER PRIMARY KEY, s_store_name VARCHAR(10), s_state VARCHAR(2),"
            + " s_zip VARCHAR(5))",
        STORES,
        store ->
            values(
                store,
                text("store " + store),
                text(store % 3 == 0 ? "GA" : "TN"),
                text("3190" + store)));
    table(
        "promotion (p_promo_sk INTEGER PRIMARY KEY, p_channel_email CHAR(1),"
            + " p_channel_event CHAR(1))",
        PROMOTIONS,
        promotion ->
            values(
                promotion,
                text(promotion % 3 == 0 ? "Y" : "N"),
                text(promotion % 4 == 0 ? "Y" : "N")));
    table(
        "reason (r_reason_sk INTEGER PRIMARY KEY, r_reason_desc VARCHAR(20))",
        REASONS,
        reason -> values(reason, text("reason " + reason)));
    table(
        "customer (c_customer_sk INTEGER PRIMARY KEY, c_customer_id VARCHAR(16),"
            + " c_current_cdemo_sk INTEGER, c_current_addr_sk INTEGER, c_first_name VARCHAR(10),"
            + " c_last_name VARCHAR(10))",
        CUSTOMERS,
        customer ->
            values(
                customer,
                text("CUSTOMER" + customer),
                maybe(KINDS),
                random.nextInt(ADDRESSES),
                text("first" + random.nextInt(40)),
                text("last" + random.nextInt(60))));
  }

  private void facts() {
    List<String> returned = new ArrayList<>();
    table(
        "store_sales (ss_item_sk INTEGER, ss_ticket_number INTEGER, ss_sold_date_sk INTEGER,"
            + " ss_customer_sk INTEGER, ss_cdemo_sk INTEGER, ss_hdemo_sk INTEGER, ss_addr_sk INTEGER,"
            + " ss_store_sk INTEGER, ss_promo_sk INTEGER, ss_quantity INTEGER,"
            + " ss_list_price DECIMAL(7, 2), ss_sales_price DECIMAL(7, 2),"
            + " ss_ext_sales_price DECIMAL(9, 2), ss_coupon_amt DECIMAL(7, 2),"
            + " ss_net_profit DECIMAL(9, 2), PRIMARY KEY (ss_item_sk, ss_ticket_number))",
        TICKETS * ITEMS_PER_TICKET,
        line -> {
          int ticket = line / ITEMS_PER_TICKET;
          int item = (ticket * 7 + line % ITEMS_PER_TICKET * 101) % ITEMS;
          String customer = maybe(CUSTOMERS);
          String kind = maybe(KINDS);
          if (random.nextInt(8) == 0) {
            returned.add(
                values(
                    item,
                    ticket,
                    maybe(DAYS),
                    customer,
                    random.nextBoolean() ? kind : maybe(KINDS),
                    maybe(REASONS),
                    cents(5_000),
                    random.nextInt(3)));
          }
          return values(
              item,
              ticket,
              maybe(DAYS),
              customer,
              kind,
              maybe(HOUSEHOLDS),
              maybe(ADDRESSES),
              maybe(STORES),
              maybe(PROMOTIONS),
              1 + random.nextInt(100),
              cents(20_000),
              cents(18_000),
              cents(500_000),
              cents(1_000),
              cents(400_000) + " - 900");
        });
    statements.addAll(
        inserts(
            "store_returns (sr_item_sk INTEGER, sr_ticket_number INTEGER,"
                + " sr_returned_date_sk INTEGER, sr_customer_sk INTEGER, sr_cdemo_sk INTEGER,"
                + " sr_reason_sk INTEGER, sr_return_amt DECIMAL(9, 2), sr_return_quantity INTEGER,"
                + " PRIMARY KEY (sr_item_sk, sr_ticket_number))",
            returned));
    table(
        "web_sales (ws_item_sk INTEGER, ws_order_number INTEGER, ws_sold_date_sk INTEGER,"
            + " ws_bill_customer_sk INTEGER, ws_quantity INTEGER, ws_ext_sales_price DECIMAL(9, 2),"
            + " ws_net_profit DECIMAL(9, 2), PRIMARY KEY (ws_order_number, ws_item_sk))",
        ORDERS,
        order ->
            values(
                random.nextInt(ITEMS / 2) * 2 + order % 2,
                order / 2,
                maybe(DAYS),
                maybe(CUSTOMERS),
                1 + random.nextInt(50),
                cents(300_000),
                cents(100_000)));
    statements.add("CREATE INDEX ss_day ON store_sales (ss_sold_date_sk)");
    statements.add("CREATE INDEX ss_customer ON store_sales (ss_customer_sk)");
    statements.add("CREATE INDEX sr_customer ON store_returns (sr_customer_sk)");
    statements.add("CREATE INDEX ws_customer ON web_sales (ws_bill_customer_sk)");
  }

  private void table(String definition, int count, IntFunction<String> row) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row.apply(i));
    }
    statements.addAll(inserts(definition, rows));
  }

  private static List<String> inserts(String definition, List<String> rows) {
    List<String> made = new ArrayList<>(List.of("CREATE TABLE " + definition));
    String name = definition.substring(0, definition.indexOf(' '));
    for (int i = 0; i < rows.size(); i += ROWS_PER_INSERT) {
      List<String> part = rows.subList(i, Math.min(rows.size(), i + ROWS_PER_INSERT));
      made.add("INSERT INTO " + name + " VALUES " + String.join(", ", part));
    }
    return made;
  }

  private static String values(Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(value.toString());
    }
    return "(" + String.join(", ", texts) + ")";
  }

  private static String text(String value) {
    return "'" + value + "'";
  }

  private String any(String[] values) {
    return values[random.nextInt(values.length)];
  }

  /** A key of a dimension; now and then none. */
  private String maybe(int count) {
    return random.nextInt(40) == 0 ? "NULL" : String.valueOf(random.nextInt(count));
  }

  private String cents(int max) {
    int amount = random.nextInt(max);
    return amount / 100 + "." + amount / 10 % 10 + amount % 10;
  }
}
