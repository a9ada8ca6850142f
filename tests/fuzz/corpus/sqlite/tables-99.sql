create table x(_rowid_ int, oid text)
