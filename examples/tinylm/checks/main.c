// Compares every operator and whole logits with a double-precision reference.
// usage: checks [seed]

#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t parse_seed(const char *s) {
    char *end;
    const uint64_t seed = strtoull(s, &end, 10);
    if (end == s || *end) {
        fprintf(stderr, "checks: the seed is a whole number, not %s\n", s);
        exit(2);
    }
    return seed;
}

static uint64_t seed_from_clock(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    rng r = {(uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec};
    return rng_u64(&r) >> 24;
}

int main(int argc, char **argv) {
    const uint64_t seed = argc > 1 && *argv[1] ? parse_seed(argv[1]) : seed_from_clock();
    printf("CHECKS_SEED=%" PRIu64 "\n", seed);
    fresh.state = seed;
    setvbuf(stdout, 0, _IOLBF, 0); // what failed stands there even if a later case crashes
    check_vec();
    check_quant();
    check_matmul();
    check_ops();
    check_attention();
    check_model();
    if (checks_failed()) {
        printf("%d of %d cases failed; CHECKS_SEED=%" PRIu64 " repeats them\n", checks_failed(),
               checks_run(), seed);
        return 1;
    }
    printf("%d cases passed\n", checks_run());
    return 0;
}
