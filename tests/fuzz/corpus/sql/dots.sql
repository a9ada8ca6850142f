.mode csv
.print it's; "open
select 1;
.quit
