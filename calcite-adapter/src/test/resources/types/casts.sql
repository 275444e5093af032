-- A value of every type, cast to every type.
CREATE TABLE m (id INT PRIMARY KEY, c0 BOOLEAN, c1 TINYINT, c2 INTEGER, c3 BIGINT, c4 DECIMAL(10, 2), c5 REAL, c6 DOUBLE, c7 CHAR(6), c8 VARCHAR(40), c9 VARBINARY(40), c10 DATE, c11 TIME(6), c12 TIMESTAMP(6), c13 TIMESTAMP(6) WITH TIME ZONE, c14 INTERVAL MONTH, c15 INTERVAL DAY TO SECOND, c16 INTERVAL HOUR, c17 UUID, c18 INTEGER ARRAY)
=> 0 changed
INSERT INTO m VALUES (1, TRUE, 12, 12, 12, 12.50, 12.5, 12.5E0, '12', '12', X'3132', DATE '2026-01-02', TIME '03:04:05.5', TIMESTAMP '2026-01-02 03:04:05.5', TIMESTAMP WITH TIME ZONE '2026-01-02 03:04:05.5Z', INTERVAL '14' MONTH, INTERVAL '1 02:03:04.5' DAY TO SECOND, INTERVAL '12' HOUR, UUID '00112233-4455-6677-8899-aabbccddeeff', ARRAY[1, 2])
=> 1 changed
-- From BOOLEAN.
SELECT CAST(c0 AS BOOLEAN) FROM m
=> true
SELECT CAST(c0 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c0 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c0 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c0 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c0 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type REAL NOT NULL at line 1, column 8
SELECT CAST(c0 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c0 AS CHAR(6)) FROM m
=> 'TRUE  '
SELECT CAST(c0 AS VARCHAR(40)) FROM m
=> 'TRUE'
SELECT CAST(c0 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c0 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type DATE NOT NULL at line 1, column 8
SELECT CAST(c0 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c0 AS TIMESTAMP(6)) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type TIMESTAMP(6) NOT NULL at line 1, column 8
SELECT CAST(c0 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) NOT NULL at line 1, column 8
SELECT CAST(c0 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c0 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c0 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c0 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type UUID NOT NULL at line 1, column 8
SELECT CAST(c0 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type BOOLEAN to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From TINYINT.
SELECT CAST(c1 AS BOOLEAN) FROM m
=> true
SELECT CAST(c1 AS TINYINT) FROM m
=> 12
SELECT CAST(c1 AS INTEGER) FROM m
=> 12
SELECT CAST(c1 AS BIGINT) FROM m
=> 12
SELECT CAST(c1 AS DECIMAL(10, 2)) FROM m
=> 12.00
SELECT CAST(c1 AS REAL) FROM m
=> 12.0
SELECT CAST(c1 AS DOUBLE) FROM m
=> 12.0
SELECT CAST(c1 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c1 AS VARCHAR(40)) FROM m
=> '12'
SELECT CAST(c1 AS VARBINARY(40)) FROM m
=> 22018 the value 12 for CAST is no VARBINARY
SELECT CAST(c1 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type TINYINT to type DATE NOT NULL at line 1, column 8
SELECT CAST(c1 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type TINYINT to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c1 AS TIMESTAMP(6)) FROM m
=> 42846 no TINYINT can be cast to TIMESTAMP
SELECT CAST(c1 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no TINYINT can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c1 AS INTERVAL MONTH) FROM m
=> 12
SELECT CAST(c1 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type TINYINT to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c1 AS INTERVAL HOUR) FROM m
=> 12
SELECT CAST(c1 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type TINYINT to type UUID NOT NULL at line 1, column 8
SELECT CAST(c1 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type TINYINT to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From INTEGER.
SELECT CAST(c2 AS BOOLEAN) FROM m
=> true
SELECT CAST(c2 AS TINYINT) FROM m
=> 12
SELECT CAST(c2 AS INTEGER) FROM m
=> 12
SELECT CAST(c2 AS BIGINT) FROM m
=> 12
SELECT CAST(c2 AS DECIMAL(10, 2)) FROM m
=> 12.00
SELECT CAST(c2 AS REAL) FROM m
=> 12.0
SELECT CAST(c2 AS DOUBLE) FROM m
=> 12.0
SELECT CAST(c2 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c2 AS VARCHAR(40)) FROM m
=> '12'
SELECT CAST(c2 AS VARBINARY(40)) FROM m
=> 22018 the value 12 for CAST is no VARBINARY
SELECT CAST(c2 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type INTEGER to type DATE NOT NULL at line 1, column 8
SELECT CAST(c2 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c2 AS TIMESTAMP(6)) FROM m
=> 42846 no INTEGER can be cast to TIMESTAMP
SELECT CAST(c2 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no INTEGER can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c2 AS INTERVAL MONTH) FROM m
=> 12
SELECT CAST(c2 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type INTEGER to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c2 AS INTERVAL HOUR) FROM m
=> 12
SELECT CAST(c2 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type INTEGER to type UUID NOT NULL at line 1, column 8
SELECT CAST(c2 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type INTEGER to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From BIGINT.
SELECT CAST(c3 AS BOOLEAN) FROM m
=> true
SELECT CAST(c3 AS TINYINT) FROM m
=> 12
SELECT CAST(c3 AS INTEGER) FROM m
=> 12
SELECT CAST(c3 AS BIGINT) FROM m
=> 12
SELECT CAST(c3 AS DECIMAL(10, 2)) FROM m
=> 12.00
SELECT CAST(c3 AS REAL) FROM m
=> 12.0
SELECT CAST(c3 AS DOUBLE) FROM m
=> 12.0
SELECT CAST(c3 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c3 AS VARCHAR(40)) FROM m
=> '12'
SELECT CAST(c3 AS VARBINARY(40)) FROM m
=> 22018 the value 12 for CAST is no VARBINARY
SELECT CAST(c3 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type BIGINT to type DATE NOT NULL at line 1, column 8
SELECT CAST(c3 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type BIGINT to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c3 AS TIMESTAMP(6)) FROM m
=> 42846 no BIGINT can be cast to TIMESTAMP
SELECT CAST(c3 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no BIGINT can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c3 AS INTERVAL MONTH) FROM m
=> 12
SELECT CAST(c3 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type BIGINT to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c3 AS INTERVAL HOUR) FROM m
=> 12
SELECT CAST(c3 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type BIGINT to type UUID NOT NULL at line 1, column 8
SELECT CAST(c3 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type BIGINT to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From DECIMAL(10, 2).
SELECT CAST(c4 AS BOOLEAN) FROM m
=> true
SELECT CAST(c4 AS TINYINT) FROM m
=> 13
SELECT CAST(c4 AS INTEGER) FROM m
=> 13
SELECT CAST(c4 AS BIGINT) FROM m
=> 13
SELECT CAST(c4 AS DECIMAL(10, 2)) FROM m
=> 12.50
SELECT CAST(c4 AS REAL) FROM m
=> 12.5
SELECT CAST(c4 AS DOUBLE) FROM m
=> 12.5
SELECT CAST(c4 AS CHAR(6)) FROM m
=> '12.50 '
SELECT CAST(c4 AS VARCHAR(40)) FROM m
=> '12.50'
SELECT CAST(c4 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type DECIMAL(10, 2) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c4 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type DECIMAL(10, 2) to type DATE NOT NULL at line 1, column 8
SELECT CAST(c4 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type DECIMAL(10, 2) to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c4 AS TIMESTAMP(6)) FROM m
=> 42846 no DECIMAL can be cast to TIMESTAMP
SELECT CAST(c4 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no DECIMAL can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c4 AS INTERVAL MONTH) FROM m
=> 13
SELECT CAST(c4 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type DECIMAL(10, 2) to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c4 AS INTERVAL HOUR) FROM m
=> 13
SELECT CAST(c4 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type DECIMAL(10, 2) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c4 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type DECIMAL(10, 2) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From REAL.
SELECT CAST(c5 AS BOOLEAN) FROM m
=> true
SELECT CAST(c5 AS TINYINT) FROM m
=> 13
SELECT CAST(c5 AS INTEGER) FROM m
=> 13
SELECT CAST(c5 AS BIGINT) FROM m
=> 13
SELECT CAST(c5 AS DECIMAL(10, 2)) FROM m
=> 12.50
SELECT CAST(c5 AS REAL) FROM m
=> 12.5
SELECT CAST(c5 AS DOUBLE) FROM m
=> 12.5
SELECT CAST(c5 AS CHAR(6)) FROM m
=> '12.5  '
SELECT CAST(c5 AS VARCHAR(40)) FROM m
=> '12.5'
SELECT CAST(c5 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type REAL to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c5 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type REAL to type DATE NOT NULL at line 1, column 8
SELECT CAST(c5 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type REAL to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c5 AS TIMESTAMP(6)) FROM m
=> 42846 no REAL can be cast to TIMESTAMP
SELECT CAST(c5 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no REAL can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c5 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type REAL to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c5 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type REAL to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c5 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type REAL to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c5 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type REAL to type UUID NOT NULL at line 1, column 8
SELECT CAST(c5 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type REAL to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From DOUBLE.
SELECT CAST(c6 AS BOOLEAN) FROM m
=> true
SELECT CAST(c6 AS TINYINT) FROM m
=> 13
SELECT CAST(c6 AS INTEGER) FROM m
=> 13
SELECT CAST(c6 AS BIGINT) FROM m
=> 13
SELECT CAST(c6 AS DECIMAL(10, 2)) FROM m
=> 12.50
SELECT CAST(c6 AS REAL) FROM m
=> 12.5
SELECT CAST(c6 AS DOUBLE) FROM m
=> 12.5
SELECT CAST(c6 AS CHAR(6)) FROM m
=> '12.5  '
SELECT CAST(c6 AS VARCHAR(40)) FROM m
=> '12.5'
SELECT CAST(c6 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c6 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type DATE NOT NULL at line 1, column 8
SELECT CAST(c6 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c6 AS TIMESTAMP(6)) FROM m
=> 42846 no DOUBLE can be cast to TIMESTAMP
SELECT CAST(c6 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no DOUBLE can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c6 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c6 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c6 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c6 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type UUID NOT NULL at line 1, column 8
SELECT CAST(c6 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type DOUBLE to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From CHAR(6).
SELECT CAST(c7 AS BOOLEAN) FROM m
=> 22018 the value '12    ' for CAST is no BOOLEAN
SELECT CAST(c7 AS TINYINT) FROM m
=> 12
SELECT CAST(c7 AS INTEGER) FROM m
=> 12
SELECT CAST(c7 AS BIGINT) FROM m
=> 12
SELECT CAST(c7 AS DECIMAL(10, 2)) FROM m
=> 12.00
SELECT CAST(c7 AS REAL) FROM m
=> 12.0
SELECT CAST(c7 AS DOUBLE) FROM m
=> 12.0
SELECT CAST(c7 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c7 AS VARCHAR(40)) FROM m
=> '12    '
SELECT CAST(c7 AS VARBINARY(40)) FROM m
=> X'313220202020'
SELECT CAST(c7 AS DATE) FROM m
=> 22007 the value '12    ' for CAST is no DATE
SELECT CAST(c7 AS TIME(6)) FROM m
=> 22007 the value '12' for CAST is no TIME
SELECT CAST(c7 AS TIMESTAMP(6)) FROM m
=> 22007 the value '12    ' for CAST is no TIMESTAMP
SELECT CAST(c7 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 22007 the value '12    ' for CAST is no TIMESTAMP WITH TIME ZONE
SELECT CAST(c7 AS INTERVAL MONTH) FROM m
=> 12
SELECT CAST(c7 AS INTERVAL DAY TO SECOND) FROM m
=> 22007 the value '12    ' for CAST is no INTERVAL DAY TO SECOND
SELECT CAST(c7 AS INTERVAL HOUR) FROM m
=> 12
SELECT CAST(c7 AS UUID) FROM m
=> 22018 the value '12    ' for CAST is no UUID
SELECT CAST(c7 AS INTEGER ARRAY) FROM m
=> 22018 the value '12    ' for CAST is no INTEGER ARRAY
-- From VARCHAR(40).
SELECT CAST(c8 AS BOOLEAN) FROM m
=> 22018 the value '12' for CAST is no BOOLEAN
SELECT CAST(c8 AS TINYINT) FROM m
=> 12
SELECT CAST(c8 AS INTEGER) FROM m
=> 12
SELECT CAST(c8 AS BIGINT) FROM m
=> 12
SELECT CAST(c8 AS DECIMAL(10, 2)) FROM m
=> 12.00
SELECT CAST(c8 AS REAL) FROM m
=> 12.0
SELECT CAST(c8 AS DOUBLE) FROM m
=> 12.0
SELECT CAST(c8 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c8 AS VARCHAR(40)) FROM m
=> '12'
SELECT CAST(c8 AS VARBINARY(40)) FROM m
=> X'3132'
SELECT CAST(c8 AS DATE) FROM m
=> 22007 the value '12' for CAST is no DATE
SELECT CAST(c8 AS TIME(6)) FROM m
=> 22007 the value '12' for CAST is no TIME
SELECT CAST(c8 AS TIMESTAMP(6)) FROM m
=> 22007 the value '12' for CAST is no TIMESTAMP
SELECT CAST(c8 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 22007 the value '12' for CAST is no TIMESTAMP WITH TIME ZONE
SELECT CAST(c8 AS INTERVAL MONTH) FROM m
=> 12
SELECT CAST(c8 AS INTERVAL DAY TO SECOND) FROM m
=> 22007 the value '12' for CAST is no INTERVAL DAY TO SECOND
SELECT CAST(c8 AS INTERVAL HOUR) FROM m
=> 12
SELECT CAST(c8 AS UUID) FROM m
=> 22018 the value '12' for CAST is no UUID
SELECT CAST(c8 AS INTEGER ARRAY) FROM m
=> 22018 the value '12' for CAST is no INTEGER ARRAY
-- From VARBINARY(40).
SELECT CAST(c9 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c9 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c9 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c9 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c9 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c9 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type REAL NOT NULL at line 1, column 8
SELECT CAST(c9 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c9 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c9 AS VARCHAR(40)) FROM m
=> '12'
SELECT CAST(c9 AS VARBINARY(40)) FROM m
=> X'3132'
SELECT CAST(c9 AS DATE) FROM m
=> 42846 no VARBINARY can be cast to DATE
SELECT CAST(c9 AS TIME(6)) FROM m
=> 42846 no VARBINARY can be cast to TIME
SELECT CAST(c9 AS TIMESTAMP(6)) FROM m
=> 42846 no VARBINARY can be cast to TIMESTAMP
SELECT CAST(c9 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no VARBINARY can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c9 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c9 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c9 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c9 AS UUID) FROM m
=> 22018 the value of bytes for CAST is no UUID
SELECT CAST(c9 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type VARBINARY(40) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From DATE.
SELECT CAST(c10 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type DATE to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c10 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type DATE to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c10 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type DATE to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c10 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type DATE to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c10 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type DATE to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c10 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type DATE to type REAL NOT NULL at line 1, column 8
SELECT CAST(c10 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type DATE to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c10 AS CHAR(6)) FROM m
=> 22001 the value for CAST has 10 characters, its type is CHAR(6)
SELECT CAST(c10 AS VARCHAR(40)) FROM m
=> '2026-01-02'
SELECT CAST(c10 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type DATE to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c10 AS DATE) FROM m
=> 2026-01-02
SELECT CAST(c10 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type DATE to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c10 AS TIMESTAMP(6)) FROM m
=> 2026-01-02 00:00:00
SELECT CAST(c10 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 2026-01-02 00:00:00+00:00
SELECT CAST(c10 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type DATE to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c10 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type DATE to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c10 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type DATE to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c10 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type DATE to type UUID NOT NULL at line 1, column 8
SELECT CAST(c10 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type DATE to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From TIME(6).
SELECT CAST(c11 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c11 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c11 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c11 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c11 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c11 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type REAL NOT NULL at line 1, column 8
SELECT CAST(c11 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c11 AS CHAR(6)) FROM m
=> 22001 the value for CAST has 10 characters, its type is CHAR(6)
SELECT CAST(c11 AS VARCHAR(40)) FROM m
=> '03:04:05.5'
SELECT CAST(c11 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c11 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type DATE NOT NULL at line 1, column 8
SELECT CAST(c11 AS TIME(6)) FROM m
=> 03:04:05.5
SELECT CAST(c11 AS TIMESTAMP(6)) FROM m
=> 42846 no TIME can be cast to TIMESTAMP
SELECT CAST(c11 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42846 no TIME can be cast to TIMESTAMP WITH TIME ZONE
SELECT CAST(c11 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c11 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c11 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c11 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c11 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type TIME(6) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From TIMESTAMP(6).
SELECT CAST(c12 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c12 AS TINYINT) FROM m
=> 42846 no TIMESTAMP can be cast to TINYINT
SELECT CAST(c12 AS INTEGER) FROM m
=> 42846 no TIMESTAMP can be cast to INTEGER
SELECT CAST(c12 AS BIGINT) FROM m
=> 42846 no TIMESTAMP can be cast to BIGINT
SELECT CAST(c12 AS DECIMAL(10, 2)) FROM m
=> 42846 no TIMESTAMP can be cast to DECIMAL
SELECT CAST(c12 AS REAL) FROM m
=> 42846 no TIMESTAMP can be cast to REAL
SELECT CAST(c12 AS DOUBLE) FROM m
=> 42846 no TIMESTAMP can be cast to DOUBLE
SELECT CAST(c12 AS CHAR(6)) FROM m
=> 22001 the value for CAST has 21 characters, its type is CHAR(6)
SELECT CAST(c12 AS VARCHAR(40)) FROM m
=> '2026-01-02 03:04:05.5'
SELECT CAST(c12 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c12 AS DATE) FROM m
=> 2026-01-02
SELECT CAST(c12 AS TIME(6)) FROM m
=> 03:04:05.5
SELECT CAST(c12 AS TIMESTAMP(6)) FROM m
=> 2026-01-02 03:04:05.5
SELECT CAST(c12 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 2026-01-02 03:04:05.5+00:00
SELECT CAST(c12 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c12 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c12 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c12 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c12 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP(6) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From TIMESTAMP(6) WITH TIME ZONE.
SELECT CAST(c13 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c13 AS TINYINT) FROM m
=> 42846 no TIMESTAMP WITH TIME ZONE can be cast to TINYINT
SELECT CAST(c13 AS INTEGER) FROM m
=> 42846 no TIMESTAMP WITH TIME ZONE can be cast to INTEGER
SELECT CAST(c13 AS BIGINT) FROM m
=> 42846 no TIMESTAMP WITH TIME ZONE can be cast to BIGINT
SELECT CAST(c13 AS DECIMAL(10, 2)) FROM m
=> 42846 no TIMESTAMP WITH TIME ZONE can be cast to DECIMAL
SELECT CAST(c13 AS REAL) FROM m
=> 42846 no TIMESTAMP WITH TIME ZONE can be cast to REAL
SELECT CAST(c13 AS DOUBLE) FROM m
=> 42846 no TIMESTAMP WITH TIME ZONE can be cast to DOUBLE
SELECT CAST(c13 AS CHAR(6)) FROM m
=> 22001 the value for CAST has 27 characters, its type is CHAR(6)
SELECT CAST(c13 AS VARCHAR(40)) FROM m
=> '2026-01-02 03:04:05.5+00:00'
SELECT CAST(c13 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c13 AS DATE) FROM m
=> 2026-01-02
SELECT CAST(c13 AS TIME(6)) FROM m
=> 03:04:05.5
SELECT CAST(c13 AS TIMESTAMP(6)) FROM m
=> 2026-01-02 03:04:05.5
SELECT CAST(c13 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 2026-01-02 03:04:05.5+00:00
SELECT CAST(c13 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c13 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c13 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c13 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c13 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From INTERVAL MONTH.
SELECT CAST(c14 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c14 AS TINYINT) FROM m
=> 14
SELECT CAST(c14 AS INTEGER) FROM m
=> 14
SELECT CAST(c14 AS BIGINT) FROM m
=> 14
SELECT CAST(c14 AS DECIMAL(10, 2)) FROM m
=> 14.00
SELECT CAST(c14 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type REAL NOT NULL at line 1, column 8
SELECT CAST(c14 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c14 AS CHAR(6)) FROM m
=> '14    '
SELECT CAST(c14 AS VARCHAR(40)) FROM m
=> '14'
SELECT CAST(c14 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c14 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type DATE NOT NULL at line 1, column 8
SELECT CAST(c14 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c14 AS TIMESTAMP(6)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type TIMESTAMP(6) NOT NULL at line 1, column 8
SELECT CAST(c14 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) NOT NULL at line 1, column 8
SELECT CAST(c14 AS INTERVAL MONTH) FROM m
=> 14
SELECT CAST(c14 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c14 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c14 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c14 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL MONTH(10) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From INTERVAL DAY TO SECOND.
SELECT CAST(c15 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c15 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c15 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c15 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c15 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c15 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type REAL NOT NULL at line 1, column 8
SELECT CAST(c15 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c15 AS CHAR(6)) FROM m
=> 22001 the value for CAST has 12 characters, its type is CHAR(6)
SELECT CAST(c15 AS VARCHAR(40)) FROM m
=> '1 02:03:04.5'
SELECT CAST(c15 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c15 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type DATE NOT NULL at line 1, column 8
SELECT CAST(c15 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c15 AS TIMESTAMP(6)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type TIMESTAMP(6) NOT NULL at line 1, column 8
SELECT CAST(c15 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) NOT NULL at line 1, column 8
SELECT CAST(c15 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c15 AS INTERVAL DAY TO SECOND) FROM m
=> 1 02:03:04.5
SELECT CAST(c15 AS INTERVAL HOUR) FROM m
=> 26
SELECT CAST(c15 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c15 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL DAY(10) TO SECOND(6) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From INTERVAL HOUR.
SELECT CAST(c16 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c16 AS TINYINT) FROM m
=> 12
SELECT CAST(c16 AS INTEGER) FROM m
=> 12
SELECT CAST(c16 AS BIGINT) FROM m
=> 12
SELECT CAST(c16 AS DECIMAL(10, 2)) FROM m
=> 12.00
SELECT CAST(c16 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type REAL NOT NULL at line 1, column 8
SELECT CAST(c16 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c16 AS CHAR(6)) FROM m
=> '12    '
SELECT CAST(c16 AS VARCHAR(40)) FROM m
=> '12'
SELECT CAST(c16 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c16 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type DATE NOT NULL at line 1, column 8
SELECT CAST(c16 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c16 AS TIMESTAMP(6)) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type TIMESTAMP(6) NOT NULL at line 1, column 8
SELECT CAST(c16 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) NOT NULL at line 1, column 8
SELECT CAST(c16 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c16 AS INTERVAL DAY TO SECOND) FROM m
=> 0 12:00:00
SELECT CAST(c16 AS INTERVAL HOUR) FROM m
=> 12
SELECT CAST(c16 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type UUID NOT NULL at line 1, column 8
SELECT CAST(c16 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type INTERVAL HOUR(10) to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From UUID.
SELECT CAST(c17 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type UUID to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c17 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type UUID to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c17 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type UUID to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c17 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type UUID to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c17 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type UUID to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c17 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type UUID to type REAL NOT NULL at line 1, column 8
SELECT CAST(c17 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type UUID to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c17 AS CHAR(6)) FROM m
=> 22001 the value for CAST has 36 characters, its type is CHAR(6)
SELECT CAST(c17 AS VARCHAR(40)) FROM m
=> '00112233-4455-6677-8899-aabbccddeeff'
SELECT CAST(c17 AS VARBINARY(40)) FROM m
=> X'00112233445566778899aabbccddeeff'
SELECT CAST(c17 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type UUID to type DATE NOT NULL at line 1, column 8
SELECT CAST(c17 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type UUID to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c17 AS TIMESTAMP(6)) FROM m
=> 42804 Cast function cannot convert value of type UUID to type TIMESTAMP(6) NOT NULL at line 1, column 8
SELECT CAST(c17 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42804 Cast function cannot convert value of type UUID to type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) NOT NULL at line 1, column 8
SELECT CAST(c17 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type UUID to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c17 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type UUID to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c17 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type UUID to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c17 AS UUID) FROM m
=> 00112233-4455-6677-8899-aabbccddeeff
SELECT CAST(c17 AS INTEGER ARRAY) FROM m
=> 42804 Cast function cannot convert value of type UUID to type INTEGER ARRAY NOT NULL at line 1, column 8
-- From INTEGER ARRAY.
SELECT CAST(c18 AS BOOLEAN) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type BOOLEAN NOT NULL at line 1, column 8
SELECT CAST(c18 AS TINYINT) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type TINYINT NOT NULL at line 1, column 8
SELECT CAST(c18 AS INTEGER) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type INTEGER NOT NULL at line 1, column 8
SELECT CAST(c18 AS BIGINT) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type BIGINT NOT NULL at line 1, column 8
SELECT CAST(c18 AS DECIMAL(10, 2)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type DECIMAL(10, 2) NOT NULL at line 1, column 8
SELECT CAST(c18 AS REAL) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type REAL NOT NULL at line 1, column 8
SELECT CAST(c18 AS DOUBLE) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type DOUBLE NOT NULL at line 1, column 8
SELECT CAST(c18 AS CHAR(6)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type CHAR(6) CHARACTER SET "UTF-8" NOT NULL at line 1, column 8
SELECT CAST(c18 AS VARCHAR(40)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type VARCHAR(40) CHARACTER SET "UTF-8" NOT NULL at line 1, column 8
SELECT CAST(c18 AS VARBINARY(40)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type VARBINARY(40) NOT NULL at line 1, column 8
SELECT CAST(c18 AS DATE) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type DATE NOT NULL at line 1, column 8
SELECT CAST(c18 AS TIME(6)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type TIME(6) NOT NULL at line 1, column 8
SELECT CAST(c18 AS TIMESTAMP(6)) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type TIMESTAMP(6) NOT NULL at line 1, column 8
SELECT CAST(c18 AS TIMESTAMP(6) WITH TIME ZONE) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) NOT NULL at line 1, column 8
SELECT CAST(c18 AS INTERVAL MONTH) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type INTERVAL MONTH(10) NOT NULL at line 1, column 8
SELECT CAST(c18 AS INTERVAL DAY TO SECOND) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type INTERVAL DAY(10) TO SECOND(6) NOT NULL at line 1, column 8
SELECT CAST(c18 AS INTERVAL HOUR) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type INTERVAL HOUR(10) NOT NULL at line 1, column 8
SELECT CAST(c18 AS UUID) FROM m
=> 42804 Cast function cannot convert value of type INTEGER ARRAY to type UUID NOT NULL at line 1, column 8
SELECT CAST(c18 AS INTEGER ARRAY) FROM m
=> [1, 2]
