import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promtoolFaults, readMetrics } from '../../../test/support/prometheus.js';
import { gaugesText } from './text.js';

it('is written as the peer writes it', () => {
  expect(
    gaugesText([
      { name: 'a_count', help: 'Count of a', samples: [{ labels: { days: '0' }, value: 2 }] },
      {
        name: 'b',
        help: 'B',
        samples: [{ labels: { version: '2.42-SNAPSHOT', commit: '932e552' }, value: 1737621197 }],
      },
    ]),
  ).toBe(
    [
      '# HELP a_count Count of a',
      '# TYPE a_count gauge',
      'a_count{days="0"} 2',
      '# HELP b B',
      '# TYPE b gauge',
      'b{version="2.42-SNAPSHOT", commit="932e552"} 1737621197',
      '',
    ].join('\n'),
  );
});

it('is read back, whatever it says', () => {
  const anything = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '{', '}', ',', ' ', 'é', '#') });
  fc.assert(
    fc.property(fc.array(fc.tuple(anything, anything, fc.nat())), anything, (samples, help) => {
      const kept = [...new Map(samples.map((sample) => [JSON.stringify(sample.slice(0, 2)), sample])).values()];
      const text = gaugesText([
        { name: 'm', help, samples: kept.map(([a, b, value]) => ({ labels: { a, b }, value })) },
      ]);
      const [family] = readMetrics(text);
      expect(family?.samples).toEqual(kept.map(([a, b, value]) => ({ name: 'm', labels: { a, b }, value })));
    }),
    { numRuns: 50 },
  );
  const text = gaugesText([{ name: 'm', help: 'a\\b\n"', samples: [{ labels: { a: '"\\\n', b: 'é' }, value: 1e21 }] }]);
  expect(promtoolFaults(text) ?? '').toBe('');
});

describe('the reader of the tests refuses', () => {
  const head = '# HELP a A\n# TYPE a gauge\n';
  it.each([
    ['no end', `${head}a 1`],
    ['no type', 'a 1\n'],
    ['no help', '# TYPE a gauge\na 1\n'],
    ['a type twice', `${head}a 1\n${head}a 2\n`],
    ['samples apart', `${head}a{b="1"} 1\n# HELP c C\n# TYPE c gauge\nc 1\na{b="2"} 1\n`],
    ['a label set twice', `${head}a{b="1", c="2"} 1\na{c="2",b="1"} 2\n`],
    ['a quote that is not escaped', `${head}a{b="1"2"} 1\n`],
    ['an escape that is none', `${head}a{b="\\t"} 1\n`],
    ['a thousands separator', `${head}a 1,000\n`],
    ['two spaces between labels', `${head}a{b="1",  c="2"} 1\n`],
    [
      'a histogram that falls',
      '# HELP h H\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
    ],
    ['a histogram without its count', '# HELP h H\n# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\n'],
  ])('%s', (_what, text) => {
    expect(() => readMetrics(text)).toThrow();
  });
});
