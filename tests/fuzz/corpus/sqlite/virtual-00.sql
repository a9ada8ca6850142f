create virtual table f using fts5(a, b, tokenize = 'porter ascii'); insert into f values('a','b')
