  $ flash init -q
  $ flash config flash.dialect
  sqlite
  $ flash config schema.columnOrder
  ignore
  $ flash config schema.columnOrder strict
  $ flash config schema.columnOrder
  strict
  $ flash config --local core.lockTimeout 3
  $ flash config --global user.name 'A. Uthor'
  $ flash config --list
  flash.version=1
  flash.dialect=sqlite
  schema.files=db/schema
  schema.columnorder=strict
  user.name=A. Uthor
  core.locktimeout=3
  $ flash config --list --show-origin | sed "s,$HOME,HOME,"
  flash.conf:4	flash.version=1
  flash.conf:5	flash.dialect=sqlite
  flash.conf:7	schema.files=db/schema
  flash.conf:8	schema.columnorder=strict
  HOME/.config/flash/config:2	user.name=A. Uthor
  .flash/config:2	core.locktimeout=3
  $ flash config --show-origin core.lockTimeout
  .flash/config:2	3
  $ flash config --json core.pager
  [1]
  $ flash config --json core.lockTimeout
  {
    "version": 1,
    "key": "core.lockTimeout",
    "value": "3",
    "level": "local"
  }
  $ flash config --unset schema.columnOrder
  $ flash config schema.columnOrder
  ignore
  $ flash config --unset schema.columnOrder
  error: there is no such key in '$WORK/flash.conf'
  [128]

What is not set and has no default is a negative answer:

  $ flash config core.pager
  [1]

Wrong keys and values:

  $ flash config schema.columnorder2
  error: no key 'schema.columnorder2'
  hint: did you mean 'schema.columnOrder'?
  [128]
  $ flash config schema.columnOrder strcit
  error: 'strcit' is no value for 'schema.columnOrder'
  hint: one of ignore|warn|strict
  [128]
  $ flash config core.lockTimeout -1
  error: unknown option '-1'
  hint: 'flash config -h' shows how it is used
  [129]
  $ flash config core.lockTimeout 99999999999999999999
  error: '99999999999999999999' is no value for 'core.lockTimeout'
  hint: a whole number, 0..3600
  [128]
  $ flash config --list x
  error: 'flash config --list' takes no words
  hint: 'flash config -h' shows how it is used
  [129]
  $ flash config
  error: 'flash config' takes a key, or a key and a value
  hint: 'flash config -h' shows how it is used
  [129]
  $ printf '[flash]\n  dialect = sqlite\n[schema]\n  colour = red\n' >flash.conf
  $ flash config --list
  flash.dialect=sqlite
  user.name=A. Uthor
  core.locktimeout=3
  flash.conf:4:3: warning: unknown configuration key 'schema.colour'
    colour = red
    ^~~~~~
  $ printf '[flash]\n  dialect = klingon\n' >flash.conf
  $ flash config --list
  flash.conf:2: error: 'klingon' is no value for 'flash.dialect'
  hint: one of sqlite|postgres|postgresql|mysql|mariadb|mongo|mongodb
  [128]
  $ printf '[include]\n  path = /etc/passwd\n' >flash.conf
  $ flash config --list
  flash.conf:1:1: error: a configuration file must not include others
  hint: write the keys into this file, or into .flash/config
  [128]
  $ flash config --keys | head -3
  checkout.data          what checkout does with rows that the other branch has no place for (default: park)
  checkout.stashLimit    largest stash of rows, in MiB (default: 1024)
  color.ui               colour on a terminal (default: auto)
