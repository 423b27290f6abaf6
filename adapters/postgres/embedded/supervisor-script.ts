/**
 * The shell script between Bourse and its server: it costs a fraction of a megabyte and runs wherever there is a POSIX
 * shell. It starts the program given to it and waits for it. Beside it a watcher reads file descriptor 3, a pipe whose
 * other end only Bourse holds: when Bourse is gone, in whatever way, the pipe ends, and the watcher ends the program:
 * SIGINT (PostgreSQL's fast shutdown), SIGQUIT after 20 seconds, SIGKILL after 25. Its exit code is the program's. A sleep of the watcher
 * can outlive both by a second, and must not keep a disk from being unmounted meanwhile: it is elsewhere.
 *
 * Signals that a terminal or an init system sends to everybody are ignored: Bourse first finishes what it has accepted,
 * for which it needs the server, and then closes the pipe.
 */
export const supervisorScript = `
trap '' HUP INT TERM
"$@" 3<&- &
program=$!
(
  cd /
  while read -r line; do :; done
  kill -INT "$program" 2>/dev/null
  seconds=0
  while kill -0 "$program" 2>/dev/null; do
    case $seconds in
      20) kill -QUIT "$program" 2>/dev/null ;;
      25) kill -KILL "$program" 2>/dev/null ;;
    esac
    sleep 1
    seconds=$((seconds + 1))
  done
) <&3 3<&- &
watcher=$!
exec 3<&-
wait "$program"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`;
