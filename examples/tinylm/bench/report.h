#ifndef TINYLM_REPORT_H
#define TINYLM_REPORT_H

#include "model.h"

#define MAX_REPS 1000

typedef struct {
    int threads, reps, n_prompt, n_gen, n_depth;
    long ns[MAX_REPS];
} result;

long now_ns(void);
void report_json(const result *r, int n, const model *m);
void report_md(const result *r, int n);

#endif
