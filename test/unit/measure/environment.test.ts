import assert from 'node:assert/strict';
import fc from 'fast-check';
import { computeEnvironment } from '../../../src/measure/environment.ts';

const request = (client: Record<string, string>, more: Partial<Parameters<typeof computeEnvironment>[0]> = {}) =>
  computeEnvironment({ client: { HOME: '/home/u', PATH: '/usr/bin', ...client }, existing: [], definition: { pass: [], set: {} }, home: '/cache/home', ...more });

describe('the environment of commands', () => {
  it('passes path, locale, time zone and what leads to compilers', () => {
    const { env } = request({ LANG: 'de_DE.UTF-8', LC_NUMERIC: 'C', TZ: 'UTC', CC: 'clang', LD_LIBRARY_PATH: '/opt/lib' });
    assert.deepEqual(env, { PATH: '/usr/bin', LANG: 'de_DE.UTF-8', LC_NUMERIC: 'C', TZ: 'UTC', CC: 'clang', LD_LIBRARY_PATH: '/opt/lib', TERM: 'dumb', HOME: '/cache/home' });
  });

  it('drops everything else, secrets and what host tools set among it, and says so', () => {
    const { env, dropped } = request({ AWS_SECRET_ACCESS_KEY: 'canary', OMP_NUM_THREADS: '1', EDITOR: 'vi', NODE_OPTIONS: '--inspect' });
    assert.ok(!JSON.stringify(env).includes('canary'));
    assert.deepEqual(dropped, ['AWS_SECRET_ACCESS_KEY', 'EDITOR', 'NODE_OPTIONS', 'OMP_NUM_THREADS']);
  });

  it('passes and sets what the definition says', () => {
    const { env, passed } = request({ OMP_NUM_THREADS: '8', MODEL: 'x' }, { definition: { pass: ['MODEL', 'UNSET'], set: { OMP_NUM_THREADS: '2', TZ: 'UTC' } } });
    assert.equal(env.MODEL, 'x');
    assert.equal(env.OMP_NUM_THREADS, '2');
    assert.equal(env.TZ, 'UTC');
    assert.ok(!('UNSET' in env));
    assert.ok(passed.includes('MODEL'));
  });

  it('passes names that look like secrets only with the user’s yes', () => {
    const definition = { pass: ['HF_TOKEN'], set: {} };
    const without = request({ HF_TOKEN: 'canary' }, { definition });
    assert.ok(!('HF_TOKEN' in without.env));
    assert.deepEqual(without.needYes, ['HF_TOKEN']);
    assert.equal(request({ HF_TOKEN: 'canary' }, { definition, agreed: ['HF_TOKEN'] }).env.HF_TOKEN, 'canary');
  });

  it('leads to toolchains in the real home folder, where they exist and nothing else was said', () => {
    const { env, links } = request({ CARGO_HOME: '/opt/cargo' }, { existing: ['.cargo', '.rustup', '.m2', '.pyenv'] });
    assert.equal(env.CARGO_HOME, '/opt/cargo');
    assert.equal(env.RUSTUP_HOME, '/home/u/.rustup');
    assert.equal(env.PYENV_ROOT, '/home/u/.pyenv');
    assert.ok(!('GOPATH' in env));
    assert.deepEqual(links, [{ name: '.m2', target: '/home/u/.m2' }]);
  });

  it('has a path where the client has none', () => {
    const { env } = computeEnvironment({ client: {}, existing: ['.cargo'], definition: { pass: [], set: {} }, home: '/h' });
    assert.deepEqual(env, { PATH: '/usr/local/bin:/usr/bin:/bin', TERM: 'dumb', HOME: '/h' });
  });

  it('holds no value of the client’s that no rule lets pass', () => {
    const allowed = /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS|LD_LIBRARY_PATH|LIBRARY_PATH|CPATH|PKG_CONFIG_PATH|JAVA_HOME|CUDA_HOME|VIRTUAL_ENV|CONDA_PREFIX|SDKROOT|DEVELOPER_DIR|CARGO_HOME|RUSTUP_HOME|GOPATH|GOMODCACHE|NVM_DIR|PYENV_ROOT|GRADLE_USER_HOME)$/;
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z_]{1,20}$/), (name) => {
        const { env } = computeEnvironment({ client: { [name]: 'canary' }, existing: [], definition: { pass: [], set: {} }, home: '/h' });
        assert.equal(Object.values(env).includes('canary'), allowed.test(name));
      }),
    );
  });
});
