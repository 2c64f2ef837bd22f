#!/usr/bin/env bash
# Checks and times the engine torch on a machine with an NVIDIA GPU. NEVER RUN ON A GPU SO FAR: on CPUs only
# (DEVICE=cpu), see docs/gpu.md.
#
#   bench/gpu/run.sh pack FOLDER    in a clone: builds with profile torch-gpu, gathers what a bare machine needs
#   FOLDER/run.sh check             on the machine: every check, one JSON object on standard output, words on standard error
#
# The machine needs glibc 2.35, a driver for CUDA 13, CUDA 13 and cuDNN 9 (an NVIDIA runtime image, or a Python
# environment with PyTorch for CUDA 13, whose libraries are found), and a Java 17 or FOLDER/jre.
# DEVICE=cpu packs and checks the same on a CPU. STEPS (20) is timed after WARM (5) of each network.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly here device=${DEVICE:-cuda} steps=${STEPS:-20} warm=${WARM:-5}

say() { printf '%s\n' "$*" >&2; }

pack() {
  local folder=$1 home build=-torch-gpu jar
  home=$(cd -- "$here/../.." && pwd)
  [[ "$device" == cuda ]] || build=-torch
  "$home/asyndgan" --engine torch --device "$device" bench --help >/dev/null
  mkdir -p "$folder/lib"
  # The programs that check determinism and memory are tests of nn.
  [[ -d "$home/nn/target/test-classes" ]] || (cd "$home" && ./mvnw -q -B -ntp -pl nn -am test-compile)
  cp -r "$home/nn/target/test-classes" "$folder/tests"
  for jar in "$home"/bench/target/bench-*.jar $(tr ':' ' ' <"$home/bench/target/class-path$build"); do
    case "$jar" in
      */nd4j-native-*-linux-* | */nd4j-native-*-macosx-*) ;; # ND4J's natives are not loaded
      *) cp "$jar" "$folder/lib/" ;;
    esac
  done
  cp "${BASH_SOURCE[0]}" "$folder/run.sh"
  say "Packed $(du -sh "$folder" | cut -f1) in $folder. A Java for the machine: jlink --output $folder/jre --add-modules java.se,jdk.unsupported"
}

# Where a PyTorch environment keeps CUDA's libraries; nothing where there is none.
cuda_libraries() {
  python3 -c 'import nvidia, glob; print(":".join(glob.glob(list(nvidia.__path__)[0] + "/*/lib")))' 2>/dev/null || true
}

java() {
  local program=$here/jre/bin/java
  [[ -x "$program" ]] || program=java
  command "$program" -Xmx8g -XX:+UseSerialGC -cp "$here/lib/*:$here/tests" -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
    -Dasyndgan.engine.backend=torch "-Dasyndgan.engine.device=$device" "$@"
}

# Milliseconds of the median step of a network, as bench compute times it: KIND SIZE CHANNELS WIDTH DEPTH BATCH
median() {
  printf 'prepare %s\nrun %d\nrun %d\nquit\n' "$*" "$warm" "$steps" |
    java org.asyndgan.bench.compute.EngineProgram | sed -n 's/^bench nanos //p' | tail -n 1 |
    tr ' ' '\n' | sort -n | awk '{ all[NR] = $1 } END { printf "%.2f", all[int((NR + 1) / 2)] / 1e6 }'
}

check() {
  local gpu name once again memory batch network parts=()
  export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1} OMP_WAIT_POLICY=PASSIVE CUBLAS_WORKSPACE_CONFIG=:4096:8
  export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}:$(cuda_libraries)
  gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null | head -n 1 || true)
  say "The first convolutions"
  name=$(printf 'prepare discriminator 32 1 4 1 1\nrun 2\nquit\n' | java org.asyndgan.bench.compute.EngineProgram | sed -n 's/^bench hello //p')
  say "$name; fifty steps of three networks, twice"
  once=$(java org.asyndgan.nn.network.TrainingRun | tail -n 1)
  again=$(java org.asyndgan.nn.network.TrainingRun | tail -n 1)
  say "Resident memory after 100 and 1000 steps"
  memory=$(java org.asyndgan.nn.network.SteadyRun 100 900 | tail -n 1)
  for batch in ${BATCHES:-1 4 16}; do
    for network in "generator ${SIZE:-256} 3 64 9" "discriminator ${SIZE:-256} 3 64 3" "unet ${SIZE:-256} 3 64 4"; do
      say "$network, batch $batch"
      parts+=("\"$network $batch\": $(median "$network" "$batch")")
    done
  done
  printf '{"device": "%s", "gpu": "%s", "engine": "%s", "hashes": ["%s", "%s"], "same bits": %s, "resident KiB": "%s", "median ms": {%s}}\n' \
    "$device" "$gpu" "$name" "$once" "$again" "$([[ "$once" == "$again" ]] && echo true || echo false)" "$memory" \
    "$(IFS=,; printf '%s' "${parts[*]}")"
}

case "${1:-}" in
  pack) pack "${2:?run.sh pack FOLDER}" ;;
  check) check ;;
  *) say "Usage: bench/gpu/run.sh pack FOLDER, then FOLDER/run.sh check"; exit 2 ;;
esac
