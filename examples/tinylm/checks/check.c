#include "check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUARD 32
#define MAX_BUFFERS 64
#define MAX_MESSAGES 20

rng fresh;

const int lengths[] = {1,  2,  3,  4,  5,  7,  8,  9,  11, 15, 16, 17,  23,  31,
                       32, 33, 47, 48, 49, 63, 64, 65, 96, 97, 100, 127, 129, 131};
const int n_lengths = sizeof lengths / sizeof *lengths;

static struct {
    float *base;
    int n;
} buffers[MAX_BUFFERS];
static double *double_buffers[MAX_BUFFERS];
static int n_buffers, n_doubles, run, failed;
static char name[256];

int checks_failed(void) {
    return failed;
}

int checks_run(void) {
    return run;
}

void check_case(const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(name, sizeof name, format, args);
    va_end(args);
}

static void fail(const char *what) {
    if (failed++ < MAX_MESSAGES) {
        printf("FAIL %s: %s\n", name, what);
    }
}

void expect(bool ok, const char *what) {
    run++;
    if (!ok) {
        fail(what);
    }
}

void expect_close(int n, const float *got, const double *want, double tolerance,
                  const char *what) {
    double largest = 1;
    char message[256];
    run++;
    for (int i = 0; i < n; i++) {
        if (isfinite(want[i]) && fabs(want[i]) > largest) {
            largest = fabs(want[i]);
        }
    }
    for (int i = 0; i < n; i++) {
        const bool same = isinf(want[i]) && (double)got[i] == want[i];
        if (!same && !(fabs(got[i] - want[i]) <= tolerance * largest)) {
            snprintf(message, sizeof message, "%s [%d] of %d is %.8g, reference %.8g", what, i, n,
                     got[i], want[i]);
            fail(message);
            return;
        }
    }
}

static void *must(void *p) {
    if (!p) {
        fprintf(stderr, "checks: out of memory\n");
        exit(1);
    }
    return p;
}

void poison(int n, float *x) {
    for (int i = 0; i < n; i++) {
        x[i] = NAN;
    }
}

// Large enough to spoil a result that it gets into; not NaN, which arithmetic would leave as it is.
static const float guard = 12345.678f;

float *poisoned(int n) {
    float *base = must(malloc((size_t)(n + 2 * GUARD) * sizeof(float)));
    if (n_buffers == MAX_BUFFERS) {
        fprintf(stderr, "checks: too many buffers in one case\n");
        exit(1);
    }
    for (int i = 0; i < n + 2 * GUARD; i++) {
        base[i] = guard;
    }
    buffers[n_buffers].base = base;
    buffers[n_buffers++].n = n;
    poison(n, base + GUARD);
    return base + GUARD;
}

float *random_floats(int n, float spread) {
    float *x = poisoned(n);
    for (int i = 0; i < n; i++) {
        x[i] = rng_f32(&fresh, spread);
    }
    return x;
}

float *copy_floats(int n, const float *x) {
    float *y = poisoned(n);
    memcpy(y, x, (size_t)n * sizeof(float));
    return y;
}

double *doubles(int n) {
    if (n_doubles == MAX_BUFFERS) {
        fprintf(stderr, "checks: too many buffers in one case\n");
        exit(1);
    }
    return double_buffers[n_doubles++] = must(calloc((size_t)n + 1, sizeof(double)));
}

void buffers_done(void) {
    for (int b = 0; b < n_buffers; b++) {
        const float *end = buffers[b].base + GUARD + buffers[b].n;
        for (int i = 0; i < GUARD; i++) {
            if (memcmp(buffers[b].base + i, &guard, sizeof guard) ||
                memcmp(end + i, &guard, sizeof guard)) {
                fail("wrote outside of its buffer");
                break;
            }
        }
        free(buffers[b].base);
    }
    while (n_doubles > 0) {
        free(double_buffers[--n_doubles]);
    }
    n_buffers = 0;
}
