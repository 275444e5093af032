CREATE TABLE j (id INT PRIMARY KEY, doc JSON)
=> 0 changed
INSERT INTO j VALUES (1, '{"name": "John", "age": 30, "tags": ["a", "b"], "address": {"city": "Brno"}}'), (2, '[1, 2.5, null, true]'), (3, '"text"'), (4, NULL)
=> 4 changed
INSERT INTO j VALUES (9, '{"name": }')
=> 22032 the text for DOC is no JSON
INSERT INTO j VALUES (9, '')
=> 22032 the text for DOC is no JSON
INSERT INTO j VALUES (9, '{} {}')
=> 22032 the text for DOC is no JSON
UPDATE j SET doc = 'x' WHERE id = 1
=> 22032 the text for DOC is no JSON
SELECT id, doc FROM j ORDER BY id
=> 1, '{"name": "John", "age": 30, "tags": ["a", "b"], "address": {"city": "Brno"}}'
=> 2, '[1, 2.5, null, true]'
=> 3, '"text"'
=> 4, NULL
SELECT JSON_VALUE(doc, '$.name'), JSON_VALUE(doc, '$.age' RETURNING INTEGER), JSON_VALUE(doc, '$.address.city'), JSON_VALUE(doc, '$.none') FROM j WHERE id = 1
=> 'John', 30, 'Brno', NULL
SELECT JSON_VALUE(doc, 'lax $.none' DEFAULT 'x' ON EMPTY) FROM j WHERE id = 1
=> 'x'
SELECT JSON_QUERY(doc, '$.tags'), JSON_QUERY(doc, '$.address') FROM j WHERE id = 1
=> '["a","b"]', '{"city":"Brno"}'
SELECT id FROM j WHERE JSON_EXISTS(doc, '$.name')
=> 1
SELECT id FROM j WHERE JSON_VALUE(doc, '$.name') = 'John'
=> 1
SELECT JSON_OBJECT('id': id, 'doc': doc FORMAT JSON) FROM j WHERE id = 3
=> '{"doc":"text","id":3}'
SELECT JSON_ARRAY(1, 'x', TRUE), JSON_ARRAY(id, NULL NULL ON NULL) FROM j WHERE id = 1
=> '[1,"x",true]', '[1,null]'
SELECT JSON_OBJECT('t': TIMESTAMP '2026-01-02 03:04:05.678901', 'd': DATE '2026-01-02', 'u': UUID '00112233-4455-6677-8899-aabbccddeeff', 'n': 1.50)
=> '{"t":"2026-01-02 03:04:05.678901","d":"2026-01-02","u":"00112233-4455-6677-8899-aabbccddeeff","n":1.50}'
SELECT JSON_ARRAYAGG(id), JSON_OBJECTAGG(CAST(id AS VARCHAR): id) FROM j
=> '[1,2,3,4]', '{"1":1,"2":2,"3":3,"4":4}'
SELECT id, doc IS JSON, doc IS JSON OBJECT, doc IS JSON ARRAY, doc IS JSON SCALAR FROM j ORDER BY id
=> 1, true, true, false, false
=> 2, true, false, true, false
=> 3, true, false, false, true
=> 4, NULL, NULL, NULL, NULL
SELECT '{"a": 1}' IS JSON, '{a}' IS JSON, '' IS JSON
=> true, false, false
SELECT JSON_LENGTH(doc, '$.tags'), JSON_KEYS(doc), JSON_TYPE(doc), JSON_DEPTH(doc) FROM j WHERE id = 1
=> 2, '["name","age","tags","address"]', 'OBJECT', 3
SELECT CAST('{"a": 1}' AS JSON)
=> '{"a": 1}'
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'J' ORDER BY ordinal_position
=> 'ID', 'INTEGER'
=> 'DOC', 'JSON'
