create index i on nope(a)
