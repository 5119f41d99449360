# Sourced by ./run, ./stockledger, ./replay and ./bench. It prints help texts without a build, builds what is missing or
# older than its sources, and starts Java. The script sets these variables first:
#   root        the root folder of the project
#   script      the name of the script, which begins its messages
#   build_code  the exit code if the build fails
stale=
artifacts=()

# Prints the help text and exits, if an argument before -- asks for it. The text is that of the subcommand whose name
# comes before. Tests compare the texts with the options of the programs.
print_help_if_asked() {
  local argument text=$script unknown=
  for argument in "$@"; do
    case $argument in
      -h | --help)
        [ -z "$unknown" ] || { echo "$script: $unknown" >&2; exit 2; }
        exec cat "$root/bin/help/$text.help"
        ;;
      --) return ;;
      -*) ;;
      *)
        if [[ $argument != */* ]] && [ -e "$root/bin/help/$text-$argument.help" ]; then
          text=$text-$argument
        elif [ -z "$unknown" ] && has_only_subcommands "$text"; then
          unknown="unknown subcommand '$argument' (see ./${text//-/ } --help)"
        fi
        ;;
    esac
  done
}

# Whether the command with this help text does nothing without a subcommand.
has_only_subcommands() {
  grep -q '^Usage: [^[]*\[-hV\] \[COMMAND\]$' "$root/bin/help/$1.help"
}

fail() {
  echo "$script: $*" >&2
  exit "$build_code"
}

find_jdk() {
  jdk=$("$root/bin/find-jdk25") || exit "$build_code"
}

# Notes that a build is needed if the file or folder, the first argument, is missing or older than a source of the modules
# that it is made from, the other arguments.
made_from() {
  local artifact=$root/$1 module
  shift
  artifacts+=("$artifact")
  [ -e "$artifact" ] || stale=yes
  for module in "$@"; do
    [ -z "$stale" ] || return 0
    # Only the console has the files of npm. Folders count too: the time of a folder changes when a file in it is deleted.
    [ -z "$(find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" \
      "$root/$module"/{package.json,package-lock.json,tsconfig.json,vite.config.ts,build} \
      -newer "$artifact" 2>/dev/null | head -n 1)" ] || stale=yes
  done
}

# Prints the first line that names a source file, or else the first error.
first_error() {
  { grep -m 1 -E '^\[(ERROR|WARNING)\] .*\.java:\[' "$1" || grep -m 1 '^\[ERROR\]' "$1" ||
    echo "Maven gives no reason"; } | cut -c 1-300
}

# Builds the modules, and those that they need, if made_from has noted that a build is needed. Prints on stderr.
build_if_stale() {
  [ -n "$stale" ] || return 0
  local artifact log=$root/target/$script-build.log
  command -v mvn >/dev/null 2>&1 ||
    fail "the build needs Maven, and mvn is not on the PATH: install Maven 3.8 or newer."
  mkdir -p "$root/target" 2>/dev/null && : 2>/dev/null > "$log" ||
    fail "cannot write to $root/target: make it writable, and check that the disk is not full."
  echo "Building; the first build takes a minute or two (log: $log)" >&2
  (cd "$root" && mvn -B -DskipTests -Dexec.skip package -am -pl "$1" 2>&1) |
    tee "$log" | sed -n 's/^\[INFO\] Building \(Stockledger.*\) [0-9][^ ]* *\[\([0-9/]*\)\]$/  [\2] \1/p' >&2 ||
    fail "the build failed: $(first_error "$log") (log: $log)"
  for artifact in "${artifacts[@]}"; do
    # Maven does not write a jar again if no class has changed, but the jar is up to date now.
    [ -d "$artifact" ] || touch "$artifact"
  done
}

# Replaces the script by Java with these arguments.
start_java() {
  local terminals=
  [ ! -t 1 ] || terminals=out
  [ ! -t 2 ] || terminals=$terminals,err
  # Java decodes its arguments by the locale, and loses letters beyond ASCII in one without an encoding.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  # The text of a broken pipe, by which Java programs recognise it, must not be translated.
  export LANGUAGE=C
  exec "$jdk/bin/java" -Dstockledger.terminals="$terminals" --enable-native-access=ALL-UNNAMED "$@"
}
