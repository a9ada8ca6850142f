select 'open;
select "open;
select [open;
select x'0;
select 1x, @, $, ;
select /* open