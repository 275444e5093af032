-- Questions of TPC-DS's shapes to the tables of StarSchema. Rows may come in any order. What H2 does
-- not finish it is asked in words of its own.

-- brands of a manager by year
SELECT d_year, i_brand, SUM(ss_ext_sales_price)
FROM date_dim, store_sales, item
WHERE d_date_sk = ss_sold_date_sk AND ss_item_sk = i_item_sk AND i_manager_id = 3 AND d_moy = 11
GROUP BY d_year, i_brand;

-- what one kind of people buys when a promotion has no e-mail or no event
SELECT i_item_id, COUNT(*), SUM(ss_quantity), SUM(ss_list_price), MIN(ss_coupon_amt), MAX(ss_sales_price)
FROM store_sales, customer_demographics, date_dim, item, promotion
WHERE ss_sold_date_sk = d_date_sk AND ss_item_sk = i_item_sk AND ss_cdemo_sk = cd_demo_sk
  AND ss_promo_sk = p_promo_sk AND cd_gender = 'F' AND cd_marital_status = 'W'
  AND (p_channel_email = 'N' OR p_channel_event = 'N') AND d_year = 2001
GROUP BY i_item_id;

-- alternatives over people, households and addresses
SELECT COUNT(*), SUM(ss_quantity), SUM(ss_ext_sales_price), MAX(ss_net_profit)
FROM store_sales, store, customer_demographics, household_demographics, customer_address, date_dim
WHERE s_store_sk = ss_store_sk AND ss_sold_date_sk = d_date_sk AND d_year = 2001
  AND ((ss_hdemo_sk = hd_demo_sk AND cd_demo_sk = ss_cdemo_sk AND cd_marital_status = 'M'
        AND cd_education_status = 'College' AND ss_sales_price BETWEEN 20.00 AND 150.00 AND hd_dep_count = 3)
    OR (ss_hdemo_sk = hd_demo_sk AND cd_demo_sk = ss_cdemo_sk AND cd_marital_status = 'S'
        AND cd_education_status = 'Primary' AND ss_sales_price BETWEEN 5.00 AND 100.00 AND hd_dep_count = 1))
  AND ((ss_addr_sk = ca_address_sk AND ca_state IN ('TX', 'OH') AND ss_net_profit BETWEEN 0 AND 2000)
    OR (ss_addr_sk = ca_address_sk AND ca_state IN ('OR', 'KY', 'VA') AND ss_net_profit BETWEEN 150 AND 3000))
-- H2:
SELECT COUNT(*), SUM(ss_quantity), SUM(ss_ext_sales_price), MAX(ss_net_profit)
FROM store_sales
  JOIN store ON s_store_sk = ss_store_sk
  JOIN date_dim ON ss_sold_date_sk = d_date_sk AND d_year = 2001
  JOIN customer_demographics ON cd_demo_sk = ss_cdemo_sk
  JOIN household_demographics ON ss_hdemo_sk = hd_demo_sk
  JOIN customer_address ON ss_addr_sk = ca_address_sk
WHERE ((cd_marital_status = 'M' AND cd_education_status = 'College'
        AND ss_sales_price BETWEEN 20.00 AND 150.00 AND hd_dep_count = 3)
    OR (cd_marital_status = 'S' AND cd_education_status = 'Primary'
        AND ss_sales_price BETWEEN 5.00 AND 100.00 AND hd_dep_count = 1))
  AND ((ca_state IN ('TX', 'OH') AND ss_net_profit BETWEEN 0 AND 2000)
    OR (ca_state IN ('OR', 'KY', 'VA') AND ss_net_profit BETWEEN 150 AND 3000));

-- returns for others of the same kind, by reason
SELECT r_reason_desc, COUNT(*), SUM(ss_quantity), SUM(sr_return_amt)
FROM store_sales, store_returns, customer_demographics cd1, customer_demographics cd2,
     customer_address, date_dim, reason
WHERE ss_item_sk = sr_item_sk AND ss_ticket_number = sr_ticket_number AND ss_sold_date_sk = d_date_sk
  AND cd1.cd_demo_sk = ss_cdemo_sk AND cd2.cd_demo_sk = sr_cdemo_sk AND ca_address_sk = ss_addr_sk
  AND r_reason_sk = sr_reason_sk AND d_year >= 2000
  AND ((cd1.cd_marital_status = 'M' AND cd1.cd_marital_status = cd2.cd_marital_status
        AND cd1.cd_education_status = cd2.cd_education_status AND ss_sales_price BETWEEN 10.00 AND 150.00)
    OR (cd1.cd_marital_status = 'S' AND cd1.cd_marital_status = cd2.cd_marital_status
        AND cd1.cd_education_status = cd2.cd_education_status AND ss_sales_price BETWEEN 5.00 AND 100.00))
  AND ((ca_state IN ('TX', 'OH', 'KY') AND ss_net_profit >= 0) OR (ca_state IN ('VA', 'OR') AND ss_net_profit < 900))
GROUP BY r_reason_desc;

-- customers who return more than others of their store
WITH returned AS (
  SELECT sr_customer_sk AS customer_sk, ss_store_sk AS store_sk, SUM(sr_return_amt) AS total
  FROM store_returns JOIN store_sales ON sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number
  GROUP BY sr_customer_sk, ss_store_sk)
SELECT c_customer_id, a.store_sk, a.total
FROM returned a, store, customer
WHERE a.total > (SELECT AVG(b.total) * 2 FROM returned b WHERE b.store_sk = a.store_sk)
  AND s_store_sk = a.store_sk AND s_state = 'TN' AND a.customer_sk = c_customer_sk
-- H2:
SELECT c_customer_id, store_sk, total
FROM (
  SELECT sr_customer_sk, ss_store_sk AS store_sk, SUM(sr_return_amt) AS total,
    AVG(SUM(sr_return_amt)) OVER (PARTITION BY ss_store_sk) AS average
  FROM store_returns JOIN store_sales ON sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number
  GROUP BY sr_customer_sk, ss_store_sk) AS returned
  JOIN store ON s_store_sk = store_sk JOIN customer ON c_customer_sk = sr_customer_sk
WHERE total > average * 2 AND s_state = 'TN';

-- states whose customers buy what is dear in its category
SELECT ca_state, COUNT(*)
FROM customer_address, customer, store_sales, date_dim, item i
WHERE ca_address_sk = c_current_addr_sk AND c_customer_sk = ss_customer_sk AND ss_sold_date_sk = d_date_sk
  AND ss_item_sk = i_item_sk AND d_month_seq = (SELECT MIN(d_month_seq) + 13 FROM date_dim)
  AND i_current_price > 1.2 * (SELECT AVG(j.i_current_price) FROM item j WHERE j.i_category = i.i_category)
GROUP BY ca_state HAVING COUNT(*) >= 3;

-- brands that people buy away from home
SELECT i_brand, i_manager_id, SUM(ss_ext_sales_price)
FROM date_dim, store_sales, item, customer, customer_address, store
WHERE d_date_sk = ss_sold_date_sk AND ss_item_sk = i_item_sk AND i_manager_id < 5 AND d_moy = 3 AND d_year = 2000
  AND ss_customer_sk = c_customer_sk AND c_current_addr_sk = ca_address_sk
  AND SUBSTRING(ca_zip FROM 1 FOR 2) <> SUBSTRING(s_zip FROM 1 FOR 2) AND ss_store_sk = s_store_sk
GROUP BY i_brand, i_manager_id;

-- what was bought, brought back, and bought again in the web
SELECT i_item_id, s_store_name, COUNT(*), SUM(ss_net_profit), SUM(sr_return_amt), SUM(ws_net_profit)
FROM store_sales, store_returns, web_sales, date_dim d1, date_dim d2, date_dim d3, store, item
WHERE d1.d_year = 2000 AND d1.d_date_sk = ss_sold_date_sk AND i_item_sk = ss_item_sk AND s_store_sk = ss_store_sk
  AND ss_customer_sk = sr_customer_sk AND ss_item_sk = sr_item_sk AND ss_ticket_number = sr_ticket_number
  AND sr_returned_date_sk = d2.d_date_sk AND d2.d_year BETWEEN 2000 AND 2001
  AND sr_customer_sk = ws_bill_customer_sk AND ws_sold_date_sk = d3.d_date_sk AND d3.d_year IN (2000, 2001, 2002)
GROUP BY i_item_id, s_store_name;

-- customers of both channels
SELECT COUNT(*) FROM (
  SELECT DISTINCT c_last_name, c_first_name, d_moy FROM store_sales, date_dim, customer
  WHERE ss_sold_date_sk = d_date_sk AND ss_customer_sk = c_customer_sk AND d_year = 2001
  INTERSECT
  SELECT DISTINCT c_last_name, c_first_name, d_moy FROM web_sales, date_dim, customer
  WHERE ws_sold_date_sk = d_date_sk AND ws_bill_customer_sk = c_customer_sk AND d_year = 2001) AS t;

-- customers of stores only
SELECT COUNT(*) FROM (
  SELECT DISTINCT c_last_name, c_first_name, d_qoy FROM store_sales, date_dim, customer
  WHERE ss_sold_date_sk = d_date_sk AND ss_customer_sk = c_customer_sk AND d_year = 2000
  EXCEPT
  SELECT DISTINCT c_last_name, c_first_name, d_qoy FROM web_sales, date_dim, customer
  WHERE ws_sold_date_sk = d_date_sk AND ws_bill_customer_sk = c_customer_sk AND d_year = 2000) AS t;

-- months between the one before and the one after
WITH monthly AS (
  SELECT i_category, s_store_name, d_year, d_moy, SUM(ss_sales_price) AS total,
    LAG(SUM(ss_sales_price)) OVER (PARTITION BY i_category, s_store_name ORDER BY d_year, d_moy) AS before_it,
    LEAD(SUM(ss_sales_price)) OVER (PARTITION BY i_category, s_store_name ORDER BY d_year, d_moy) AS after_it,
    RANK() OVER (PARTITION BY s_store_name, d_year ORDER BY SUM(ss_sales_price) DESC) AS place
  FROM item, store_sales, date_dim, store
  WHERE ss_item_sk = i_item_sk AND ss_sold_date_sk = d_date_sk AND ss_store_sk = s_store_sk
  GROUP BY i_category, s_store_name, d_year, d_moy)
SELECT * FROM monthly WHERE d_year = 2001 AND before_it < after_it AND place <= 20;

-- people who buy in stores and not in the web
SELECT cd_gender, cd_marital_status, cd_education_status, COUNT(*)
FROM customer c, customer_address ca, customer_demographics
WHERE c.c_current_addr_sk = ca.ca_address_sk AND ca_state IN ('TX', 'OR', 'KY') AND cd_demo_sk = c.c_current_cdemo_sk
  AND EXISTS (SELECT * FROM store_sales, date_dim
      WHERE c.c_customer_sk = ss_customer_sk AND ss_sold_date_sk = d_date_sk AND d_year = 2001)
  AND NOT EXISTS (SELECT * FROM web_sales, date_dim
      WHERE c.c_customer_sk = ws_bill_customer_sk AND ws_sold_date_sk = d_date_sk AND d_year = 2001)
GROUP BY cd_gender, cd_marital_status, cd_education_status;

-- items that sell badly in their store
SELECT s_store_name, i_item_id, sc.revenue
FROM store, item,
  (SELECT ss_store_sk, SUM(revenue) / COUNT(*) AS average FROM
    (SELECT ss_store_sk, ss_item_sk, SUM(ss_sales_price) AS revenue FROM store_sales GROUP BY ss_store_sk, ss_item_sk) AS sa
   GROUP BY ss_store_sk) AS sb,
  (SELECT ss_store_sk, ss_item_sk, SUM(ss_sales_price) AS revenue FROM store_sales GROUP BY ss_store_sk, ss_item_sk) AS sc
WHERE sb.ss_store_sk = sc.ss_store_sk AND sc.revenue <= 0.2 * sb.average
  AND s_store_sk = sc.ss_store_sk AND i_item_sk = sc.ss_item_sk
-- H2:
SELECT s_store_name, i_item_id, revenue
FROM (
  SELECT ss_store_sk, ss_item_sk, SUM(ss_sales_price) AS revenue,
    AVG(SUM(ss_sales_price)) OVER (PARTITION BY ss_store_sk) AS average
  FROM store_sales GROUP BY ss_store_sk, ss_item_sk) AS sold
  JOIN store ON s_store_sk = ss_store_sk JOIN item ON i_item_sk = ss_item_sk
WHERE revenue <= 0.2 * average;

-- counts side by side
SELECT * FROM
  (SELECT COUNT(*) AS h1 FROM store_sales, household_demographics, store
   WHERE ss_hdemo_sk = hd_demo_sk AND ss_store_sk = s_store_sk AND hd_dep_count = 1 AND s_state = 'TN') AS s1,
  (SELECT COUNT(*) AS h2 FROM store_sales, household_demographics, store
   WHERE ss_hdemo_sk = hd_demo_sk AND ss_store_sk = s_store_sk AND hd_dep_count = 2 AND s_state = 'TN') AS s2,
  (SELECT COUNT(*) AS h3 FROM store_sales, household_demographics, store
   WHERE ss_hdemo_sk = hd_demo_sk AND ss_store_sk = s_store_sk AND hd_vehicle_count > 2 AND s_state = 'GA') AS s3;

-- what customers keep
SELECT ss_customer_sk, SUM(sold) FROM
  (SELECT ss_customer_sk, CASE WHEN sr_return_quantity IS NOT NULL
     THEN (ss_quantity - sr_return_quantity) * ss_sales_price ELSE ss_quantity * ss_sales_price END AS sold
   FROM store_sales LEFT JOIN store_returns ON sr_item_sk = ss_item_sk AND sr_ticket_number = ss_ticket_number
     LEFT JOIN reason ON sr_reason_sk = r_reason_sk
   WHERE r_reason_desc IS NULL OR r_reason_desc LIKE 'reason 1%') AS t
GROUP BY ss_customer_sk HAVING SUM(sold) > 15000;

-- all channels together
SELECT i_brand, d_qoy, SUM(price), COUNT(*)
FROM item, date_dim,
  (SELECT ws_ext_sales_price AS price, ws_sold_date_sk AS day_sk, ws_item_sk AS item_sk FROM web_sales
   UNION ALL
   SELECT ss_ext_sales_price, ss_sold_date_sk, ss_item_sk FROM store_sales) AS sold
WHERE sold.item_sk = i_item_sk AND i_manager_id = 1 AND d_date_sk = sold.day_sk AND d_year = 2002
GROUP BY i_brand, d_qoy;

-- the best and the worst items
SELECT best.place, i1.i_item_id, i2.i_item_id
FROM (SELECT ss_item_sk, RANK() OVER (ORDER BY SUM(ss_net_profit) DESC, ss_item_sk) AS place
      FROM store_sales WHERE ss_store_sk = 4 GROUP BY ss_item_sk) AS best,
     (SELECT ss_item_sk, RANK() OVER (ORDER BY SUM(ss_net_profit), ss_item_sk) AS place
      FROM store_sales WHERE ss_store_sk = 4 GROUP BY ss_item_sk) AS worst,
     item i1, item i2
WHERE best.place = worst.place AND i1.i_item_sk = best.ss_item_sk AND i2.i_item_sk = worst.ss_item_sk AND best.place < 11;

-- the web sells what stores sell often to good customers
SELECT COUNT(*), SUM(ws_quantity * ws_ext_sales_price)
FROM web_sales, date_dim
WHERE d_year = 2001 AND d_moy = 2 AND ws_sold_date_sk = d_date_sk
  AND ws_item_sk IN (SELECT ss_item_sk FROM store_sales, date_dim, item
      WHERE ss_sold_date_sk = d_date_sk AND ss_item_sk = i_item_sk AND d_year IN (2000, 2001)
      GROUP BY ss_item_sk HAVING COUNT(*) > 30)
  AND ws_bill_customer_sk IN (SELECT ss_customer_sk FROM store_sales
      GROUP BY ss_customer_sk HAVING SUM(ss_quantity * ss_sales_price) > 4000);

-- every dimension at once
SELECT s_state, COUNT(*), SUM(ss_net_profit), COUNT(DISTINCT c_customer_sk)
FROM customer_address ca1, customer_address ca2, promotion, item, store, customer, household_demographics,
     customer_demographics, date_dim, store_sales
WHERE ss_sold_date_sk = d_date_sk AND ss_item_sk = i_item_sk AND ss_customer_sk = c_customer_sk
  AND ss_cdemo_sk = cd_demo_sk AND ss_hdemo_sk = hd_demo_sk AND ss_addr_sk = ca1.ca_address_sk
  AND c_current_addr_sk = ca2.ca_address_sk AND ss_store_sk = s_store_sk AND ss_promo_sk = p_promo_sk
  AND d_year = 2001 AND i_category IN ('Books', 'Music') AND cd_education_status <> 'Unknown'
  AND hd_dep_count BETWEEN 1 AND 4 AND ca1.ca_state <> ca2.ca_state AND p_channel_event = 'N'
GROUP BY s_state;
