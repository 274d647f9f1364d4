// splitmix64: the same numbers on every machine, from a seed.
#ifndef TINYLM_RNG_H
#define TINYLM_RNG_H

#include <stdint.h>

typedef struct {
    uint64_t state;
} rng;

static inline uint64_t rng_u64(rng *r) {
    uint64_t z = (r->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// Uniform in [-a, a).
static inline float rng_f32(rng *r, float a) {
    return ((float)(int64_t)(rng_u64(r) >> 40) / 8388608.0f - 1.0f) * a;
}

// Uniform in [0, n).
static inline int rng_int(rng *r, int n) {
    return (int)((rng_u64(r) >> 33) % (uint64_t)n);
}

#endif
