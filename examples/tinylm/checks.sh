#!/bin/sh
# Builds the checks and compares every operator and whole logits with a double-precision
# reference, on fresh random inputs. CHECKS_SEED=<number> repeats a run.
set -e
cd "$(dirname "$0")"
make -s build/checks
exec ./build/checks "${CHECKS_SEED:-}"
