import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CopyLines } from './copy-lines.js';

const text = fc.option(
  fc.string({ unit: fc.constantFrom('a', '7', '\\', '\t', '\n', '\r', 'é', '漢', '😀', '\u007f'), maxLength: 50 }),
  {
    nil: undefined,
  },
);
const number = fc.oneof(fc.nat(120), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));
const line = fc.record({ number, text, flag: fc.option(fc.boolean(), { nil: undefined }) });

const escaped = (given: string): string =>
  given.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

it('writes cells as COPY takes them, in as many pieces as are taken', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.integer({ min: 1, max: 200 }), (given, size) => {
      const lines = new CopyLines(size);
      const pieces: Buffer[] = [];
      for (const cells of given) {
        lines.number(cells.number);
        lines.text(cells.text);
        lines.flag(cells.flag);
        lines.end();
        if (lines.length >= size) pieces.push(lines.take());
      }
      pieces.push(lines.take());
      const wanted = given.map(
        (cells) =>
          `${cells.number}\t${cells.text === undefined ? '\\N' : escaped(cells.text)}\t${cells.flag === undefined ? '\\N' : cells.flag ? 't' : 'f'}\n`,
      );
      expect(Buffer.concat(pieces).toString('utf8')).toBe(wanted.join(''));
    }),
    { numRuns: 200 },
  );
});
