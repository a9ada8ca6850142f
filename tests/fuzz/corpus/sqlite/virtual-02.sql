create virtual table f using fts4
