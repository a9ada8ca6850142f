create view v as values (1, 2), (3, 4)
