-- An error that a constant makes comes up where it is reached, and every time.
CREATE TABLE e (id INT PRIMARY KEY)
=> 0 changed
SELECT 1 / 0 FROM e
SELECT UPPER(CAST(1 / 0 AS VARCHAR)) FROM e
INSERT INTO e VALUES (1), (2)
=> 2 changed
SELECT 1 / 0 FROM e
=> 22012 division by zero
SELECT 1 / 0 FROM e
=> 22012 division by zero
SELECT UPPER(CAST(1 / 0 AS VARCHAR)) FROM e
=> 22012 / by zero
SELECT UPPER(CAST(1 / 0 AS VARCHAR)) FROM e
=> 22012 / by zero
SELECT MOD(1, 0), ROW_NUMBER() OVER (ORDER BY id) FROM e
=> 22012 / by zero
SELECT MOD(1, 0), ROW_NUMBER() OVER (ORDER BY id) FROM e
=> 22012 / by zero
SELECT CASE WHEN id < 0 THEN 1 / 0 ELSE 5 END, ROW_NUMBER() OVER (ORDER BY id) FROM e
=> 5, 1
=> 5, 2
SELECT SUM(CASE WHEN id < 0 THEN CAST('x' AS INT) ELSE 5 END) FROM e
=> 10
SELECT SUM(CAST('x' AS INT)) FROM e
=> 22018 the value 'x' for CAST is no INTEGER
SELECT SUM(CAST('x' AS INT)) FROM e
=> 22018 the value 'x' for CAST is no INTEGER
SELECT SUBSTRING('abc' FROM 1 FOR -1), ROW_NUMBER() OVER (ORDER BY id) FROM e
=> 22011 Substring error: negative substring length not allowed
SELECT SUBSTRING('abc' FROM 1 FOR -1), ROW_NUMBER() OVER (ORDER BY id) FROM e
=> 22011 Substring error: negative substring length not allowed
SELECT COUNT(*) FROM e WHERE id = 1 / 0
=> 22012 division by zero
SELECT COUNT(*) FROM e a JOIN e b ON a.id = b.id AND b.id > 1 / 0
=> 22012 division by zero
