import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nextRun, parseCron } from './index.js';

interface Row {
  readonly expression: string;
  readonly zone: string;
  readonly after: string;
  readonly valid: boolean;
  readonly next?: readonly string[];
}

const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('../../../test/data/spring-cron.json', import.meta.url), 'utf8'),
);

/** Times of day that a clock change skips or repeats: Orderly runs them once, Spring never or twice. */
const OWN_RULE: ReadonlyMap<string, { readonly only?: string; readonly not?: string }> = new Map([
  ['0 0 2 * * * Europe/Oslo', { only: '2026-03-29T01:00:00Z' }],
  ['0 30 2 * * * Europe/Oslo', { only: '2026-03-29T01:00:00Z' }],
  ['0 30 1 * * * America/New_York', { not: '2026-11-01T06:30:00Z' }],
]);

function runs({ expression, zone, after }: Row, count: number): readonly string[] {
  const parsed = parseCron(expression);
  const times: string[] = [];
  for (let time = nextRun(parsed, new Date(after), zone); time && times.length < count; ) {
    times.push(time.toISOString().replace('.000', ''));
    time = nextRun(parsed, time, zone);
  }
  return times;
}

describe("Spring's own answers", () => {
  it.each(rows.filter(({ valid }) => !valid))('$expression is refused', ({ expression }) => {
    expect(() => parseCron(expression)).toThrow();
  });

  it.each(rows.filter(({ valid }) => valid))('$expression in $zone', (row) => {
    const { only, not } = OWN_RULE.get(`${row.expression} ${row.zone}`) ?? {};
    const next = row.next ?? [];
    if (not) expect(next).toContain(not);
    const expected = [...(only ? [only] : []), ...next.filter((time) => time !== not)];
    expect(runs(row, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(runs(row, 1)).toEqual([]);
  });
});
