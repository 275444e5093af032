-- Store, read, compare, order, group, aggregate.
CREATE TABLE n (id INT PRIMARY KEY, ti TINYINT, s SMALLINT, i INT, l BIGINT, d DECIMAL(38, 10), r REAL, x DOUBLE)
=> 0 changed
INSERT INTO n VALUES (1, -128, -32768, -2147483648, -9223372036854775808, -9999999999999999999999999999.9999999999, -1.5, -1.5E300), (2, 127, 32767, 2147483647, 9223372036854775807, 9999999999999999999999999999.9999999999, 1.5, 1.5E300), (3, 0, 0, 0, 0, 0, 0, 0), (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
=> 4 changed
SELECT * FROM n ORDER BY id
=> 1, -128, -32768, -2147483648, -9223372036854775808, -9999999999999999999999999999.9999999999, -1.5, -1.5E300
=> 2, 127, 32767, 2147483647, 9223372036854775807, 9999999999999999999999999999.9999999999, 1.5, 1.5E300
=> 3, 0, 0, 0, 0, 0.0000000000, 0.0, 0.0
=> 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL
SELECT ti, COUNT(*) FROM n GROUP BY ti ORDER BY ti DESC
=> NULL, 1
=> 127, 1
=> 0, 1
=> -128, 1
SELECT MIN(d), MAX(d), SUM(d), AVG(d), COUNT(d) FROM n WHERE id > 2
=> 0.0000000000, 0.0000000000, 0.0000000000, 0.00000000000000000000, 1
SELECT SUM(ti), SUM(s), SUM(i), SUM(l), SUM(r), AVG(i), AVG(l), AVG(x) FROM n
=> -1, -1, -1, -1, 0.0, -0.3333333333, -0.3333333333, 0.0
SELECT SUM(d) FROM n
=> 0.0000000000
SELECT SUM(m) FROM (VALUES (CAST(999.99 AS DECIMAL(5, 2))), (999.99)) AS t (m)
=> 1999.98
SELECT SUM(d) FROM n WHERE id = 2 UNION ALL SELECT SUM(d) FROM (SELECT d FROM n WHERE id = 2 UNION ALL SELECT d FROM n WHERE id = 2) AS t
=> 9999999999999999999999999999.9999999999
=> 22003 the result is out of the range of DECIMAL(38, 10)
SELECT SUM(d) OVER (ORDER BY id) FROM (SELECT id, d FROM n WHERE id = 2 UNION ALL SELECT id, d FROM n WHERE id = 2) AS t
=> 22003 Value 19999999999999999999999999999.9999999998 cannot be represented as a DECIMAL(38, 10)
SELECT id FROM n WHERE l = 9223372036854775807 AND d > 1
=> 2
-- Exact arithmetic.
SELECT CAST(1 AS DECIMAL(38, 20)) / 3, CAST(2 AS DECIMAL(10, 2)) / 3, 1 / 3, 1.0 / 3, 10.5 / 2
=> 0.33333333333333333333, 0.6666666666667, 0, 0.333333333333, 5.250000000000
SELECT 0.1 + 0.2, 0.1 * 0.1, 1.10 - 1, MOD(10.5, 3), MOD(-7, 3), 5 % 3
=> 0.3, 0.01, 0.10, 1.5, -1, 2
SELECT CAST(12345678901234567890 AS DECIMAL(38, 0)) * 98765432109876543
=> 1219326311370217949644871231852004270
SELECT AVG(v) FROM (VALUES (1.0), (2.0), (2.0)) AS t (v)
=> 1.66666666667
SELECT AVG(v) FROM (VALUES (1), (2), (2)) AS t (v)
=> 1.6666666667
SELECT ABS(-5), ABS(CAST(-1.5 AS DECIMAL(3, 1))), ABS(-1.5E0), -d FROM n WHERE id = 2
=> 5, 1.5, 1.5, -9999999999999999999999999999.9999999999
SELECT CAST(123.455 AS DECIMAL(10, 2)), CAST(-123.455 AS DECIMAL(10, 2)), CAST(2.5 AS INT), CAST(-2.5 AS INT), CAST('  12 ' AS INT)
=> 123.46, -123.46, 3, -3, 12
SELECT ROUND(2.567, 2), TRUNCATE(2.567, 2), CEIL(2.1), FLOOR(-2.1), SIGN(-3.5), POWER(2, 10), SQRT(16)
=> 2.570, 2.560, 3, -3, -1.0, 1024.0, 4.0
-- Overflow is an error.
SELECT i + 1 FROM n WHERE id = 2
=> 22003 2147483648 is out of range for INTEGER
SELECT l + 1 FROM n WHERE id = 2
=> 22003 the result of PLUS is out of range
SELECT ti + ti FROM n WHERE id = 2
=> 22003 254 is out of range for TINYINT
SELECT l * 2 FROM n WHERE id = 2
=> 22003 the result of TIMES is out of range
SELECT -i FROM n WHERE id = 1
=> 22003 2147483648 is out of range for INTEGER
SELECT -l FROM n WHERE id = 1
=> 22003 the result of MINUS is out of range
SELECT ABS(l) FROM n WHERE id = 1
=> 22003 the value 9223372036854775808 for the result of ABS is out of the range of BIGINT
SELECT ABS(i) FROM n WHERE id = 1
=> 22003 the value 2147483648 for the result of ABS is out of the range of INTEGER
SELECT l / -1 FROM n WHERE id = 1
=> 22003 the result of DIVIDE is out of range
SELECT d * 10 FROM n WHERE id = 2
=> 22003 the result is out of the range of DECIMAL(38, 10)
SELECT d + d FROM n WHERE id = 2
=> 22003 the result is out of the range of DECIMAL(38, 10)
SELECT d + 1 FROM n WHERE id = 2
=> 22003 the result is out of the range of DECIMAL(38, 10)
SELECT x * 1E10 FROM n WHERE id = 2
=> 22003 the result is out of the range of floating numbers
SELECT x * x FROM n WHERE id = 2
=> 22003 the result is out of the range of floating numbers
SELECT r * CAST(3E38 AS REAL) FROM n WHERE id = 2
=> 22003 the result is out of the range of floating numbers
SELECT x / 0 FROM n WHERE id = 2
=> 22012 division by zero
SELECT i / 0 FROM n
=> 22012 division by zero
SELECT d / 0 FROM n
=> 22012 division by zero
SELECT MOD(i, 0) FROM n
=> 22012 division by zero
SELECT CAST(l AS INT) FROM n WHERE id = 2
=> 22003 the value 9223372036854775807 for CAST is out of the range of INTEGER
SELECT CAST(i AS TINYINT) FROM n WHERE id = 2
=> 22003 the value 2147483647 for CAST is out of the range of TINYINT
SELECT CAST(1E40 AS REAL)
=> 22003 the value 1.0E+40 for literal is out of the range of REAL
SELECT CAST(1E30 AS BIGINT)
=> 22003 the value 1.0E30 for CAST is out of the range of BIGINT
SELECT CAST(99999 AS DECIMAL(4, 0))
=> 22003 the value 99999 for CAST is out of the range of DECIMAL(4, 0)
SELECT CAST('1e5' AS INT), CAST('1.5' AS DOUBLE)
=> 100000, 1.5
SELECT CAST('abc' AS INT)
=> 22018 the value 'abc' for CAST is no INTEGER
SELECT CAST('300' AS TINYINT)
=> 22003 the value '300' for CAST is out of the range of TINYINT
INSERT INTO n (id, ti) VALUES (9, 128)
=> 22003 the value 128 for TI is out of the range of TINYINT
INSERT INTO n (id, d) VALUES (9, 10000000000000000000000000000)
=> 22003 the value 10000000000000000000000000000 for D is out of the range of DECIMAL(38, 10)
UPDATE n SET s = s + 1 WHERE id = 2
=> 22003 the value 32768 for S is out of the range of SMALLINT
-- Floats.
CREATE TABLE f (x DOUBLE PRIMARY KEY, r REAL)
=> 0 changed
INSERT INTO f VALUES (CAST('NaN' AS DOUBLE), CAST('Infinity' AS REAL)), (CAST('-Infinity' AS DOUBLE), CAST('-Infinity' AS REAL)), (0.0, 0.0), (1E308, 3E38), (4.9E-324, 1.4E-45)
=> 5 changed
SELECT x, r FROM f ORDER BY x
=> -Infinity, -Infinity
=> 0.0, 0.0
=> 4.9E-324, 1.4E-45
=> 1.0E308, 3.0E38
=> NaN, Infinity
SELECT x, r FROM f ORDER BY r DESC, x DESC
=> NaN, Infinity
=> 1.0E308, 3.0E38
=> 4.9E-324, 1.4E-45
=> 0.0, 0.0
=> -Infinity, -Infinity
SELECT x FROM f WHERE x > 0
=> 4.9E-324
=> 1.0E308
SELECT x FROM f WHERE x = CAST('NaN' AS DOUBLE)
SELECT CAST(x AS VARCHAR), CAST(r AS VARCHAR) FROM f ORDER BY x
=> '-Infinity', '-Infinity'
=> '0.0', '0.0'
=> '4.9E-324', '1.4E-45'
=> '1.0E308', '3.0E38'
=> 'NaN', 'Infinity'
SELECT CAST(x AS DECIMAL(10, 2)) FROM f WHERE x = 0
=> 0.00
SELECT CAST(x AS INT) FROM f WHERE x > 1
=> 22003 the value 1.0E308 for CAST is out of the range of INTEGER
-- Names.
CREATE TABLE names (a INT2, b INT4, c INT8, d FLOAT4, e FLOAT8, f NUMERIC(5), g DEC(5, 2), h NUMBER(5, 2), i DOUBLE PRECISION, j BOOL, k INTEGER)
=> 0 changed
SELECT column_name, data_type, numeric_precision, numeric_precision_radix, numeric_scale FROM information_schema.columns WHERE table_name = 'NAMES' ORDER BY ordinal_position
=> 'A', 'SMALLINT', 5, 10, 0
=> 'B', 'INTEGER', 10, 10, 0
=> 'C', 'BIGINT', 19, 10, 0
=> 'D', 'REAL', 7, 10, NULL
=> 'E', 'DOUBLE', 15, 10, NULL
=> 'F', 'DECIMAL', 5, 10, 0
=> 'G', 'DECIMAL', 5, 10, 2
=> 'H', 'DECIMAL', 5, 10, 2
=> 'I', 'DOUBLE', 15, 10, NULL
=> 'J', 'BOOLEAN', NULL, NULL, NULL
=> 'K', 'INTEGER', 10, 10, 0
