-- a
SELECT 1 -- b
;

/* c
 */ SELECT	2;
