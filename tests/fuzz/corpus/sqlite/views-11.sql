create view v as select nope from nope2
