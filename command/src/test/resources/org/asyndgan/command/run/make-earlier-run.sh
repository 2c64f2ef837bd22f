#!/usr/bin/env bash
# usage: make-earlier-run.sh WORKTREE
# Makes earlier-run.zip and earlier-run.properties, the fixture of EarlierRunIT, with the program of an earlier commit.
# WORKTREE is a built checkout of that commit: git worktree add WORKTREE 4d68b37; WORKTREE/asyndgan version builds it.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
tests=${here/resources/java}
worktree=$(cd -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CLASSPATH="$work/classes:$(echo "$worktree"/command/target/command-*.jar):$(cat "$worktree/command/target/class-path")"
export OMP_WAIT_POLICY=PASSIVE OMP_NUM_THREADS=1
mkdir "$work/classes" "$work/run"
javac -d "$work/classes" "$here/MakeEarlierRun.java" "$tests/NativeProbe.java"
java -Xmx1g "-Dorg.asyndgan.home=$worktree" org.asyndgan.command.run.MakeEarlierRun \
  "$work/run" "$here/earlier-run.zip" "$here/earlier-run.properties"
