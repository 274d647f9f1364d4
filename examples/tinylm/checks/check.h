// What every check needs: fresh random inputs, poisoned and guarded buffers,
// comparison with a double-precision reference.
#ifndef TINYLM_CHECK_H
#define TINYLM_CHECK_H

#include "rng.h"

#include <stdbool.h>

extern rng fresh;

// Names the operator and shape of the cases that follow, for the messages.
void check_case(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Counts one case; false is a failure.
void expect(bool ok, const char *what);

// Every got[i] is finite and differs from want[i] by at most tolerance * (the largest |want|, but
// not less than 1), or is the same infinity.
void expect_close(int n, const float *got, const double *want, double tolerance, const char *what);

// n floats of NaN with guards before and after them; released together by buffers_done,
// which fails the case where something wrote outside.
float *poisoned(int n);
float *random_floats(int n, float spread);
float *copy_floats(int n, const float *x);
double *doubles(int n);
void buffers_done(void);

void poison(int n, float *x);

// Lengths worth trying: around powers of two, tiles and blocks, and some at random.
extern const int lengths[];
extern const int n_lengths;

int checks_failed(void);
int checks_run(void);

void check_vec(void);
void check_quant(void);
void check_matmul(void);
void check_ops(void);
void check_attention(void);
void check_model(void);

#endif
