import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonTextError, readJsonList } from './json-list.js';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(text: string | Buffer, size = 7): Promise<{ list: unknown[]; members: Record<string, unknown> }> {
  const members: Record<string, unknown> = {};
  const list: unknown[] = [];
  for await (const elements of readJsonList(inPieces(Buffer.from(text), size), 'values', members))
    list.push(...elements);
  return { list, members };
}

it('reads any object as JSON.parse does, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ a: fc.jsonValue(), values: fc.array(fc.jsonValue()), 'b"]}': fc.jsonValue() }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(0, 1, 3),
      async (object, size, indent) => {
        const text = JSON.stringify(object, null, indent);
        const { values, ...others } = JSON.parse(text) as Record<string, unknown> & { values: unknown[] };
        expect(await read(text, size)).toEqual({ list: values, members: others });
      },
    ),
  );
});

it('reads lists that are longer than a batch, and other members before and behind', async () => {
  const values = Array.from({ length: 30_000 }, (_, index) => ({ index, text: `x"{[\\${'y'.repeat(index % 60)}` }));
  const found = await read(JSON.stringify({ first: 1, values, last: { deep: [1, '}'] } }), 65_536);
  expect(found).toEqual({ list: values, members: { first: 1, last: { deep: [1, '}'] } } });
});

it.each(['{}', '{ }', '\uFEFF{"values":[]}', '{"values" : [ ] }', '{"values":[{}],"values":[{}]}'])(
  'takes %s',
  async (text) => {
    await expect(read(text)).resolves.toBeDefined();
  },
);

it('holds nothing of a text of blanks', async () => {
  async function* blanks(): AsyncGenerator<Buffer> {
    for (let count = 0; count < 64; count += 1) yield await Promise.resolve(Buffer.alloc(1024 * 1024, ' '));
  }
  const elements = readJsonList(blanks(), 'values', {});
  await expect(elements.next()).rejects.toThrow('the text is empty');
});

it.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['[]', "unexpected character '['"],
  ['{', 'ends in the middle'],
  ['{"values":[{"a":1}', 'ends in the middle'],
  ['{"values":[{"a":1', 'ends in the middle'],
  ['{"values":[{"a":1}]', 'ends in the middle'],
  ['{"values":[{"a":1},]}', 'JSON'],
  ['{"values":[{"a":1}{"a":2}]}', 'JSON'],
  ['{"values":[,{"a":1}]}', 'JSON'],
  ['{"values":[{"a":1}}', "unexpected character '}'"],
  ['{"a":1,}', "unexpected character '}'"],
  ['{"a" 1}', "unexpected character '}'"],
  ['{"a":1} x', "unexpected character 'x'"],
  ['{a:1}', 'JSON'],
  ['{"a":nope}', 'JSON'],
  ['{1:1}', 'must be a text'],
  [Buffer.from('7b2261223a22ff227d', 'hex'), 'not UTF-8'],
  [Buffer.concat([Buffer.from('{"values":["'), Buffer.from([0xc3, 0x28]), Buffer.from('"]}')]), 'not UTF-8'],
])('refuses %j', async (text, problem) => {
  const reading = read(text);
  await expect(reading).rejects.toThrow(JsonTextError);
  await expect(reading).rejects.toThrow(problem);
});
