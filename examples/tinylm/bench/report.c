#include "report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static double speed(const result *r, int i) {
    return (r->n_prompt + r->n_gen) * 1e9 / (double)r->ns[i];
}

static double sample(const result *r, int i, int as_speed) {
    return as_speed ? speed(r, i) : (double)r->ns[i];
}

static double mean(const result *r, int as_speed) {
    double sum = 0;
    for (int i = 0; i < r->reps; i++) {
        sum += sample(r, i, as_speed);
    }
    return sum / r->reps;
}

static double deviation(const result *r, int as_speed) {
    const double m = mean(r, as_speed);
    double sum = 0;
    for (int i = 0; i < r->reps; i++) {
        const double d = sample(r, i, as_speed) - m;
        sum += d * d;
    }
    return r->reps > 1 ? sqrt(sum / (r->reps - 1)) : 0;
}

// The processor's name with the characters that need no escape in JSON.
static void cpu_name(char *name, size_t size) {
    char line[256];
    FILE *f = fopen("/proc/cpuinfo", "r");
    snprintf(name, size, "unknown");
    while (f && fgets(line, sizeof line, f)) {
        const char *value = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && value) {
            size_t n = 0;
            for (value += strspn(value, ": \t"); *value && n + 1 < size; value++) {
                if (*value >= ' ' && *value < 127 && *value != '"' && *value != '\\') {
                    name[n++] = *value;
                }
            }
            name[n] = 0;
            break;
        }
    }
    if (f) {
        fclose(f);
    }
}

static void timestamp(char *out, size_t size) {
    const time_t t = time(0);
    struct tm tm;
    strftime(out, size, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
}

static long matrix_bytes(const q8_matrix *w) {
    return (long)w->rows * q8_blocks(w->cols) * (long)sizeof(q8_block);
}

static void model_size(const model *m, long *bytes, long *params) {
    const model_config *c = &m->cfg;
    const layer_weights *l = &m->layers[0];
    const q8_matrix *w[] = {&l->wq, &l->wk, &l->wv, &l->wo, &l->gate, &l->up, &l->down};
    const long plain = (long)c->vocab * c->dim + c->dim + 2L * c->dim * c->n_layer;
    *params = plain + (long)c->vocab * c->dim;
    *bytes = plain * (long)sizeof(float) + matrix_bytes(&m->head);
    for (int i = 0; i < 7; i++) {
        *params += c->n_layer * (long)w[i]->rows * w[i]->cols;
        *bytes += c->n_layer * matrix_bytes(w[i]);
    }
}

static void record(const result *r, const model *m, const char *cpu, const char *time) {
    long bytes, params;
    model_size(m, &bytes, &params);
    printf("  {\n"
           "    \"build_commit\": \"unknown\",\n    \"build_number\": 0,\n"
           "    \"cpu_info\": \"%s\",\n    \"gpu_info\": \"\",\n    \"backends\": \"CPU\",\n"
           "    \"model_filename\": \"synthetic\",\n    \"model_type\": \"tinylm %dx%d Q8_0\",\n"
           "    \"model_size\": %ld,\n    \"model_n_params\": %ld,\n"
           "    \"n_threads\": %d,\n    \"type_k\": \"f32\",\n    \"type_v\": \"f32\",\n"
           "    \"n_prompt\": %d,\n    \"n_gen\": %d,\n    \"n_depth\": %d,\n"
           "    \"test_time\": \"%s\",\n",
           cpu, m->cfg.dim, m->cfg.n_layer, bytes, params, r->threads, r->n_prompt, r->n_gen,
           r->n_depth, time);
    printf("    \"avg_ns\": %.0f,\n    \"stddev_ns\": %.0f,\n"
           "    \"avg_ts\": %.6f,\n    \"stddev_ts\": %.6f,\n    \"samples_ns\": [",
           mean(r, 0), deviation(r, 0), mean(r, 1), deviation(r, 1));
    for (int i = 0; i < r->reps; i++) {
        printf("%s %ld", i ? "," : "", r->ns[i]);
    }
    printf(" ],\n    \"samples_ts\": [");
    for (int i = 0; i < r->reps; i++) {
        printf("%s %.4f", i ? "," : "", speed(r, i));
    }
    printf(" ]\n  }");
}

void report_json(const result *r, int n, const model *m) {
    char cpu[128], time[32];
    cpu_name(cpu, sizeof cpu);
    timestamp(time, sizeof time);
    printf("[\n");
    for (int i = 0; i < n; i++) {
        record(&r[i], m, cpu, time);
        printf(i + 1 < n ? ",\n" : "\n");
    }
    printf("]\n");
}

void report_md(const result *r, int n) {
    printf("| test | threads | t/s |\n| --- | ---: | ---: |\n");
    for (int i = 0; i < n; i++) {
        printf("| %s%d", r[i].n_gen ? "tg" : "pp", r[i].n_prompt + r[i].n_gen);
        if (r[i].n_depth) {
            printf(" @ d%d", r[i].n_depth);
        }
        printf(" | %d | %.2f ± %.2f |\n", r[i].threads, mean(&r[i], 1), deviation(&r[i], 1));
    }
}
