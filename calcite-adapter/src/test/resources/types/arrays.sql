CREATE TABLE a (id INT PRIMARY KEY, n INT ARRAY, s VARCHAR(3) ARRAY, d DECIMAL(5, 2) ARRAY, t TIMESTAMP ARRAY, u UUID ARRAY)
=> 0 changed
INSERT INTO a VALUES (1, ARRAY[1, 2, 3], ARRAY['a', 'b'], ARRAY[1.5, 2], ARRAY[TIMESTAMP '2026-01-02 03:04:05.678901'], ARRAY[UUID '00112233-4455-6677-8899-aabbccddeeff'])
=> 1 changed
INSERT INTO a VALUES (2, NULL, NULL, NULL, NULL, NULL)
=> 1 changed
INSERT INTO a (id, n) VALUES (3, ARRAY[4, NULL])
=> 1 changed
SELECT * FROM a ORDER BY id
=> 1, [1, 2, 3], [a, b], [1.50, 2.00], [1767323045678901], [00112233-4455-6677-8899-aabbccddeeff]
=> 2, NULL, NULL, NULL, NULL, NULL
=> 3, [4, null], NULL, NULL, NULL, NULL
SELECT n[1], n[4], CARDINALITY(n), s[2] FROM a ORDER BY id
=> 1, NULL, 3, 'b'
=> NULL, NULL, NULL, NULL
=> 4, NULL, 2, NULL
SELECT a.id, e FROM a, UNNEST(a.n) AS x (e) ORDER BY a.id, e
=> 1, 1
=> 1, 2
=> 1, 3
=> 3, 4
=> 3, NULL
SELECT e, o FROM UNNEST(ARRAY['x', 'y']) WITH ORDINALITY AS t (e, o)
=> 'x', 1
=> 'y', 2
SELECT e FROM UNNEST(ARRAY[TIMESTAMP '2026-01-02 03:04:05.678901', TIMESTAMP '2026-01-01 00:00:00']) AS t (e) ORDER BY e
=> 2026-01-01 00:00:00
=> 2026-01-02 03:04:05.678901
SELECT id FROM a WHERE 2 IN (SELECT e FROM UNNEST(a.n) AS x (e))
=> 1
SELECT id FROM a WHERE n = ARRAY[1, 2, 3]
=> 1
SELECT ARRAY_AGG(id) FROM a
=> [1, 2, 3]
SELECT ARRAY(SELECT id FROM a ORDER BY id)
=> [1, 2, 3]
SELECT id, COUNT(*) FROM a GROUP BY id, n ORDER BY id
=> 1, 1
=> 2, 1
=> 3, 1
SELECT id FROM a ORDER BY n
=> 1
=> 3
=> 2
SELECT CAST(n AS BIGINT ARRAY) FROM a WHERE id = 1
=> [1, 2, 3]
SELECT CAST(ARRAY[1, 300] AS TINYINT ARRAY)
=> 22003 the value 300 for CAST is out of the range of TINYINT
INSERT INTO a (id, s) VALUES (9, ARRAY['abcd'])
=> 22001 the value for CAST has 4 characters, its type is VARCHAR(3)
INSERT INTO a (id, n) VALUES (9, ARRAY['x'])
=> 22018 the value 'x' for CAST is no INTEGER
INSERT INTO a (id, n) VALUES (9, 5)
=> 42804 Cannot assign to target field 'N' of type INTEGER ARRAY from source field 'EXPR$1' of type INTEGER at line 1, column 20
UPDATE a SET n = ARRAY[9] WHERE id = 2
=> 1 changed
SELECT n FROM a WHERE id = 2
=> [9]
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'A' ORDER BY ordinal_position
=> 'ID', 'INTEGER'
=> 'N', 'INTEGER ARRAY'
=> 'S', 'VARCHAR ARRAY'
=> 'D', 'DECIMAL ARRAY'
=> 'T', 'TIMESTAMP ARRAY'
=> 'U', 'UUID ARRAY'
