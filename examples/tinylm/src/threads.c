#include "threads.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct {
    pool *pool;
    int index;
    pthread_t thread;
} worker;

struct pool {
    int n;               // threads, the caller's among them
    int started;         // workers, of n - 1
    worker *workers;
    pthread_mutex_t lock;
    pthread_cond_t begin, end;
    unsigned round;      // one more for every pool_run
    int running;         // workers that are not done with this round
    bool stop;
    pool_fn fn;
    void *arg;
};

static void *work(void *arg) {
    worker *w = arg;
    pool *p = w->pool;
    unsigned seen = 0;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->round == seen && !p->stop) {
            pthread_cond_wait(&p->begin, &p->lock);
        }
        if (p->stop) {
            break;
        }
        seen = p->round;
        pthread_mutex_unlock(&p->lock);
        p->fn(p->arg, w->index, p->n);
        pthread_mutex_lock(&p->lock);
        if (--p->running == 0) {
            pthread_cond_signal(&p->end);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return 0;
}

pool *pool_new(int n_threads) {
    pool *p = calloc(1, sizeof *p);
    if (!p) {
        return 0;
    }
    p->n = n_threads;
    pthread_mutex_init(&p->lock, 0);
    pthread_cond_init(&p->begin, 0);
    pthread_cond_init(&p->end, 0);
    p->workers = calloc((size_t)n_threads, sizeof *p->workers);
    for (int i = 1; p->workers && i < n_threads; i++) {
        worker *w = &p->workers[p->started];
        w->pool = p;
        w->index = i;
        if (pthread_create(&w->thread, 0, work, w) != 0) {
            break;
        }
        p->started++;
    }
    if (p->started != n_threads - 1) {
        pool_free(p);
        return 0;
    }
    return p;
}

void pool_free(pool *p) {
    if (!p) {
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->begin);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->started; i++) {
        pthread_join(p->workers[i].thread, 0);
    }
    pthread_cond_destroy(&p->end);
    pthread_cond_destroy(&p->begin);
    pthread_mutex_destroy(&p->lock);
    free(p->workers);
    free(p);
}

int pool_threads(const pool *p) {
    return p->n;
}

void pool_run(pool *p, pool_fn fn, void *arg) {
    if (p->n == 1) {
        fn(arg, 0, 1);
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->fn = fn;
    p->arg = arg;
    p->running = p->n - 1;
    p->round++;
    pthread_cond_broadcast(&p->begin);
    pthread_mutex_unlock(&p->lock);
    fn(arg, 0, p->n);
    pthread_mutex_lock(&p->lock);
    while (p->running > 0) {
        pthread_cond_wait(&p->end, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
}
