SELECT key FROM 'order' AS "group" WHERE "group".'key' > 1;
SELECT "no such column" FROM t;
SELECT t.rowid, oid, _rowid_ FROM t;
SELECT a FROM temp.sqlite_master, t;
SELECT a AS "left", b AS cross FROM t AS "natural";
SELECT a FROM t WHERE a = NOT b;
SELECT a FROM t WHERE a BETWEEN b = c AND d;
SELECT ((a)), ((1 + 2)) * 3, (((SELECT 1))) FROM t;
SELECT likely(a), unlikely(b > 1) FROM t WHERE likelihood(c, 0.5);
