// Speed of prompt processing (pp) and of text generation (tg), in the form of
// llama-bench's JSON: one record each.

#include "session.h"
#include "rng.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static const model_config sizes = {
    .dim = 128, .n_head = 8, .n_kv_head = 2, .n_layer = 4, .hidden = 192, .vocab = 256,
    .rope_base = 10000.0f, .eps = 1e-5f,
};

typedef struct {
    int json, threads, reps, prompt, gen, depth;
    long seed;
} options;

static const char usage[] =
    "usage: bench [-o json|md] [-t threads] [-r repetitions] [-p prompt tokens]\n"
    "             [-n generated tokens] [-d tokens in the cache before tg] [--seed n]\n";

static void die(const char *what, const char *arg) {
    fprintf(stderr, "bench: %s%s\n%s", what, arg, usage);
    exit(2);
}

static long number(const char *flag, const char *s, long min, long max) {
    char *end;
    errno = 0;
    const long v = s ? strtol(s, &end, 10) : 0;
    if (!s || end == s || *end || errno || v < min || v > max) {
        die("not a number that it can take: ", flag);
    }
    return v;
}

static options parse(int argc, char **argv) {
    options o = {.json = 0, .threads = 1, .reps = 2, .prompt = 256, .gen = 44, .depth = 1984,
                 .seed = 1};
    for (int i = 1; i < argc; i += 2) {
        const char *flag = argv[i], *value = i + 1 < argc ? argv[i + 1] : 0;
        if (!strcmp(flag, "-o")) {
            if (!value || (strcmp(value, "json") && strcmp(value, "md"))) {
                die("-o is json or md", "");
            }
            o.json = !strcmp(value, "json");
        } else if (!strcmp(flag, "-t")) {
            o.threads = (int)number(flag, value, 1, 64);
        } else if (!strcmp(flag, "-r")) {
            o.reps = (int)number(flag, value, 1, MAX_REPS);
        } else if (!strcmp(flag, "-p")) {
            o.prompt = (int)number(flag, value, 0, 4096);
        } else if (!strcmp(flag, "-n")) {
            o.gen = (int)number(flag, value, 0, 4096);
        } else if (!strcmp(flag, "-d")) {
            o.depth = (int)number(flag, value, 0, 65536);
        } else if (!strcmp(flag, "--seed")) {
            o.seed = number(flag, value, 0, 1L << 62);
        } else {
            die("unknown option: ", flag);
        }
    }
    if (o.prompt == 0 && o.gen == 0) {
        die("nothing to do: -p and -n are 0", "");
    }
    return o;
}

static void run_pp(session *s, const int *tokens, result *r) {
    session_forward(s, tokens, r->n_prompt < 4 ? r->n_prompt : 4, 0, 1); // warm-up
    for (int i = 0; i < r->reps; i++) {
        const long begin = now_ns();
        session_forward(s, tokens, r->n_prompt, 0, 1);
        r->ns[i] = now_ns() - begin;
    }
}

static void run_tg(session *s, const int *tokens, result *r) {
    session_forward(s, tokens, 1, r->n_depth, 1); // warm-up
    for (int i = 0; i < r->reps; i++) {
        const long begin = now_ns();
        for (int t = 0; t < r->n_gen; t++) {
            session_forward(s, tokens + t, 1, r->n_depth + t, 1);
        }
        r->ns[i] = now_ns() - begin;
    }
}

int main(int argc, char **argv) {
    const options o = parse(argc, argv);
    const int n_tokens = o.prompt > o.gen ? o.prompt : o.gen;
    const int n_ctx = o.prompt > o.depth + o.gen ? o.prompt : o.depth + o.gen;
    const uint64_t seed = (uint64_t)o.seed;
    model m;
    session s;
    int *tokens = malloc((size_t)n_tokens * sizeof *tokens);
    if (!tokens || !model_init(&m, &sizes, seed) ||
        !session_init(&s, &m, n_ctx, o.prompt > 1 ? o.prompt : 1, o.threads)) {
        fprintf(stderr, "bench: out of memory or threads\n");
        return 1;
    }
    rng r = {seed + 1};
    for (int i = 0; i < n_tokens; i++) {
        tokens[i] = rng_int(&r, sizes.vocab);
    }

    result results[2];
    int n = 0;
    if (o.prompt > 0) {
        result *pp = &results[n++];
        *pp = (result){.threads = o.threads, .reps = o.reps, .n_prompt = o.prompt};
        run_pp(&s, tokens, pp);
    }
    if (o.gen > 0) {
        result *tg = &results[n++];
        *tg = (result){.threads = o.threads, .reps = o.reps, .n_gen = o.gen, .n_depth = o.depth};
        session_fill(&s, o.depth, seed + 2);
        run_tg(&s, tokens, tg);
    }
    if (o.json) {
        report_json(results, n, &m);
    } else {
        report_md(results, n);
    }
    session_free(&s);
    model_free(&m);
    free(tokens);
    return 0;
}
