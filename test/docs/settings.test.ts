import { it } from 'vitest';
import { PROCESS_SETTINGS, type ProcessSetting } from '../../src/config/index.js';
import { expectMadePart, table } from './made-part.js';

/** Defaults that depend on the machine, in words. */
const IN_WORDS: Readonly<Record<string, string>> = {
  ORDERLY_HOME: '`~/.orderly`',
  ORDERLY_LOG_FORMAT: '`pretty` on a terminal, else `json`',
  ORDERLY_NODE: 'name of the host',
  ORDERLY_ADMIN_PASSWORD: '`district` on the embedded database, random elsewhere',
};

it('the operator guide has every setting of the process', async () => {
  const rows = Object.values<ProcessSetting<unknown>>(PROCESS_SETTINGS).map(({ env, flag, description, fallback }) => [
    `\`${env}\``,
    `\`${flag}\``,
    IN_WORDS[env] ?? shown(fallback({ HOME: '/home' })),
    description,
  ]);
  await expectMadePart('operator-guide.md', 'settings', table(['variable', 'option', 'default', ''], rows));
});

function shown(value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '–';
  return `\`${String(value)}\``;
}
