import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/index.js';
import { ACCESS_VARIABLES, connectionOf } from './access.js';

describe('where the server is', () => {
  it.each([
    ['https://hmis.example.org/', 'https://hmis.example.org'],
    ['https://hmis.example.org/dhis/api', 'https://hmis.example.org/dhis'],
    ['https://hmis.example.org/dhis/api/42/', 'https://hmis.example.org/dhis'],
    ['https://hmis.example.org/apis', 'https://hmis.example.org/apis'],
    ['localhost:8080', 'http://localhost:8080'],
  ])('%s', (given, url) => {
    expect(connectionOf({ server: given }, {}).url).toBe(url);
  });

  it('is the option, else the environment, else this machine', () => {
    const env = { ORDERLY_SERVER: 'http://a' };
    expect(connectionOf({ server: 'http://b' }, env).url).toBe('http://b');
    expect(connectionOf({}, env).url).toBe('http://a');
    expect(connectionOf({}, { ORDERLY_SERVER: ' ' }).url).toBe('http://127.0.0.1:8080');
  });

  it.each(['ftp://a', 'http://', 'http://user:secret@host'])('is not %s', (server) => {
    expect(() => connectionOf({ server }, {})).toThrow(/address of the server(?!.*secret)/);
  });
});

describe('who asks', () => {
  it('is not refused by a server that is started with the same environment', () => {
    const env = Object.fromEntries(Object.values(ACCESS_VARIABLES).map((name) => [name, 'x']));
    expect(() => loadConfig(env)).not.toThrow();
  });

  it.each([{ token: 'a b' }, { token: 'hunter2\n' }, { user: 'hunter2' }, { user: ':hunter2' }])(
    'is not %j, which is not repeated',
    (access) => {
      expect(() => connectionOf(access, {})).toThrow(/^(?!.*hunter2)/);
    },
  );
});
