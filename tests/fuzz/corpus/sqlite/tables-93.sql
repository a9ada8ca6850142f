create table t(a int(1,2), b int(+1,-2), c "x"(1), d x y z ( 3 ))
