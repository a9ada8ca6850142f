create view v(x, y) as select 1, 2 union select 3, 4 order by 1 asc limit 5 offset 2
