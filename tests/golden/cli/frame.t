The version, in both spellings:

  $ flash version
  flash 0.1.0
  $ flash --version
  flash 0.1.0
  $ flash version --json | head -3
  {
    "version": 1,
    "flash": "0.1.0",

A command that is not there, and words that a command does not take:

  $ flash verson
  error: 'verson' is no flash command
  hint: did you mean 'flash version'?
  [129]
  $ flash qqqqq
  error: 'qqqqq' is no flash command
  hint: 'flash help' lists all commands
  [129]
  $ flash version extra
  error: 'flash version' takes no words
  hint: 'flash version -h' shows how it is used
  [129]
  $ flash help version extra
  error: 'flash help' takes one command
  hint: 'flash help -h' shows how it is used
  [129]

Options:

  $ flash version --jsn
  error: unknown option '--jsn'
  hint: did you mean '--json'?
  [129]
  $ flash version --json=yes
  error: '--json' takes no value
  hint: 'flash version -h' shows how it is used
  [129]
  $ flash version -x
  error: unknown option '-x'
  hint: 'flash version -h' shows how it is used
  [129]
  $ flash --target
  error: '--target' needs a value: <name>
  hint: 'flash help' shows how it is used
  [129]
  $ flash --color=purple version
  error: '--color' takes auto, always or never, not 'purple'
  hint: 'flash help' shows how it is used
  [129]
  $ flash -C nowhere version
  error: cannot enter 'nowhere': No such file or directory
  [128]
  $ mkdir there; flash -C there -qv version; flash version -C there
  flash 0.1.0
  flash 0.1.0

Output that cannot be written is a failure, output that nobody reads is not ours to judge:

  $ flash version >/dev/full
  error: cannot write to standard output: No space left on device
  [128]
  $ flash version >&-
  error: cannot write to standard output: Bad file descriptor
  [128]
  $ flash help 2>&- | head -1
  usage: flash [-C <dir>] [--target <name>] [-q] [-v] [--no-pager] <command> [<args>]

The overview and the screen of one command:

  $ flash | head -1
  usage: flash [-C <dir>] [--target <name>] [-q] [-v] [--no-pager] <command> [<args>]
  $ flash >/dev/null
  [129]
  $ flash -h >/dev/null
  $ flash version -h
  usage: flash version [--build-options] [--json]
  
  print the version of flash
  
        --build-options         list the adapters and libraries too
        --json                  print JSON
  
  Options of every command: flash -h. The whole page: flash version --help
  $ flash help --dump-options | grep '^command.version'
  command	version	print the version of flash
