CREATE TABLE t (c CHAR(4), v VARCHAR(4), x TEXT, b BINARY(3), w VARBINARY(3), o BLOB, PRIMARY KEY (c, v))
=> 0 changed
INSERT INTO t VALUES ('ab', 'ab', 'long text', X'01', X'01', X'00ff'), ('ab  ', 'ab  ', '', X'', X'', X''), ('', '', NULL, NULL, NULL, NULL)
=> 3 changed
SELECT c, v, x, b, w, o FROM t ORDER BY c, v
=> '    ', '', NULL, NULL, NULL, NULL
=> 'ab  ', 'ab', 'long text', X'010000', X'01', X'00ff'
=> 'ab  ', 'ab  ', '', X'000000', X'', X''
SELECT c || '|', v || '|', CHAR_LENGTH(c), CHAR_LENGTH(v), OCTET_LENGTH(w) FROM t ORDER BY c, v
=> '    |', '|', 4, 0, NULL
=> 'ab  |', 'ab|', 4, 2, 1
=> 'ab  |', 'ab  |', 4, 4, 0
SELECT COUNT(*) FROM t WHERE c = 'ab'
=> 2
SELECT COUNT(*) FROM t WHERE c = 'ab   '
=> 2
SELECT COUNT(*) FROM t WHERE v = 'ab'
=> 1
SELECT COUNT(*) FROM t WHERE c = v
=> 2
SELECT COUNT(*) FROM t WHERE v = c
=> 2
SELECT COUNT(*) FROM t WHERE c <> v
=> 1
SELECT COUNT(*) FROM t a JOIN t b ON a.c = b.v
=> 2
SELECT COUNT(*) FROM t WHERE c IN (SELECT v FROM t)
=> 2
SELECT COUNT(*) FROM t WHERE c LIKE 'ab%'
=> 2
SELECT c, COUNT(*) FROM t GROUP BY c ORDER BY c
=> '    ', 1
=> 'ab  ', 2
SELECT MAX(v), MIN(v), MAX(c) FROM t
=> 'ab  ', '', 'ab  '
-- Too long is an error, but for spaces.
INSERT INTO t (c, v) VALUES ('abcde', 'x')
=> 22001 the value for C has 5 characters, its type is CHAR(4)
INSERT INTO t (c, v) VALUES ('x', 'abcde')
=> 22001 the value for V has 5 characters, its type is VARCHAR(4)
INSERT INTO t (c, v) VALUES ('x   ', 'abcd  ')
=> 1 changed
INSERT INTO t (c, v, b) VALUES ('y', 'y', X'01020304')
=> 22001 the value for B has 4 bytes, its type is BINARY(3)
INSERT INTO t (c, v, w) VALUES ('y', 'y', X'01020304')
=> 22001 the value for W has 4 bytes, its type is VARBINARY(3)
SELECT CAST('abcdef' AS VARCHAR(3))
=> 22001 the value for CAST has 6 characters, its type is VARCHAR(3)
SELECT CAST('abc   ' AS VARCHAR(3)), CAST('ab' AS CHAR(4)), CAST(12345 AS VARCHAR(5)), CAST(TRUE AS VARCHAR(5))
=> 'abc', 'ab  ', '12345', 'TRUE'
SELECT CAST(v AS VARCHAR(1)) FROM t WHERE v = 'ab'
=> 22001 the value for CAST has 2 characters, its type is VARCHAR(1)
SELECT CAST(12345 AS VARCHAR(3))
=> 22001 the value for CAST has 5 characters, its type is VARCHAR(3)
SELECT CAST('hello' AS VARBINARY(5)), CAST(X'68656c6c6f' AS VARCHAR), CAST(X'01' AS BINARY(3))
=> X'68656c6c6f', 'hello', X'010000'
SELECT CAST(X'ff' AS VARCHAR)
=> 22021 the bytes are no UTF-8 text
SELECT CAST(X'010203' AS VARBINARY(2))
=> 22001 the value for CAST has 3 bytes, its type is VARBINARY(2)
-- Characters beyond U+FFFF.
CREATE TABLE u (k VARCHAR PRIMARY KEY)
=> 0 changed
INSERT INTO u VALUES ('😀'), ('z'), ('￿'), ('žluť'), ('')
=> 5 changed
SELECT k, CHAR_LENGTH(k) FROM u ORDER BY k
=> '', 0
=> 'z', 1
=> 'žluť', 4
=> '😀', 2
=> '￿', 1
SELECT k FROM u WHERE k > 'z' ORDER BY k DESC
=> '￿'
=> '😀'
=> 'žluť'
SELECT UPPER(k), SUBSTRING(k FROM 1 FOR 2), POSITION('u' IN k), TRIM('  x '), LOWER('ÄB') FROM u WHERE k = 'žluť'
=> 'ŽLUŤ', 'žl', 3, 'x', 'äb'
CREATE TABLE names (a NVARCHAR(3), b STRING, c CLOB, d BYTEA, e CHARACTER VARYING(5), f CHARACTER(2), g NCHAR(2))
=> 0 changed
SELECT column_name, data_type, character_maximum_length, character_octet_length FROM information_schema.columns WHERE table_name = 'NAMES' ORDER BY ordinal_position
=> 'A', 'VARCHAR', 3, 12
=> 'B', 'VARCHAR', 2147483647, 2147483647
=> 'C', 'VARCHAR', 2147483647, 2147483647
=> 'D', 'VARBINARY', 2147483647, 2147483647
=> 'E', 'VARCHAR', 5, 20
=> 'F', 'CHAR', 2, 8
=> 'G', 'CHAR', 2, 8
