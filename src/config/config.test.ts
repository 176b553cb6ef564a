import { describe, expect, it } from 'vitest';
import { loadConfig } from './index.js';

describe('the configuration', () => {
  it('is frozen and has defaults', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, demo: 'small', contextPath: '', csrf: true });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes the command line before the environment', () => {
    expect(loadConfig({ ORDERLY_PORT: '9000' }, { port: '9001' }).port).toBe(9001);
    expect(loadConfig({ ORDERLY_PORT: '9000' }).port).toBe(9000);
  });

  it('has one place for the database', () => {
    const env = { ORDERLY_DATABASE_URL: 'postgres://one/a', ORDERLY_DHIS_CONF: '/opt/dhis2' };
    const both = 'Give either --database-url or --dhis-conf, not both.';
    expect(() => loadConfig(env)).toThrow(both);
    expect(() => loadConfig({}, { databaseUrl: 'postgres://one/a', dhisConf: '/opt/dhis2' })).toThrow(both);
    expect(loadConfig(env, { dhisConf: '/etc/dhis' })).toMatchObject({ databaseUrl: undefined, dhisConf: '/etc/dhis' });
    expect(loadConfig(env, { databaseUrl: 'postgres://two/b' })).toMatchObject({
      databaseUrl: 'postgres://two/b',
      dhisConf: undefined,
    });
  });

  it.each([
    [{ ORDERLY_PORT: 'x' }, 'ORDERLY_PORT = "x" is not usable: a whole number from 0 to 65535 is needed.'],
    [{ ORDERLY_DEMO: 'big' }, 'ORDERLY_DEMO = "big" is not usable: it must be one of small, full, off.'],
    [
      { ORDERLY_CONTEXT_PATH: 'hmis' },
      'ORDERLY_CONTEXT_PATH = "hmis" is not usable: it must look like /name, with letters, digits and . _ ~ - only.',
    ],
    [
      { ORDERLY_TRUSTED_PROXIES: '10.0.0.0/99' },
      'ORDERLY_TRUSTED_PROXIES = "10.0.0.0/99" is not usable: 10.0.0.0/99 is neither an IP address nor a network such as 10.0.0.0/8.',
    ],
    [{ ORDERLY_PROT: '1' }, 'ORDERLY_PROT is not a setting of Orderly; "orderly serve --help" lists them all.'],
  ])('stops the start for %j', (env, message) => {
    expect(() => loadConfig(env)).toThrow(message);
  });

  it('does not repeat a secret', () => {
    const url = 'mysql://user:hunter2@host/database';
    expect(() => loadConfig({ ORDERLY_DATABASE_URL: url })).toThrow(
      /^ORDERLY_DATABASE_URL is not usable: (?!.*hunter2)/,
    );
  });
});
