// A pool of pthreads that run one function side by side, with a barrier at its end.
#ifndef TINYLM_THREADS_H
#define TINYLM_THREADS_H

typedef struct pool pool;

// Part i of n of the work.
typedef void (*pool_fn)(void *arg, int i, int n);

pool *pool_new(int n_threads);          // 0 where it cannot be made
void pool_free(pool *p);
int pool_threads(const pool *p);

// Returns when every part is done; the caller's thread does part 0.
void pool_run(pool *p, pool_fn fn, void *arg);

// The half-open range of n items that part i of parts has.
static inline int part_begin(int n, int i, int parts) {
    return (int)((long)n * i / parts);
}

#endif
