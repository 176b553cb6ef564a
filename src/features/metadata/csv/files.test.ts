import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../../../test/support/refusal.js';
import { OrderlyError } from '../../../kernel/errors/index.js';
import { findByPlural, type MetadataObject } from '../../../metadata/index.js';
import { DEFINITIONS } from './definitions/index.js';
import { readMetadataCsv } from './index.js';

const GROUP = 'fbfJHSPpUQD';

/** The rows below a header, as a file. */
const read = (classKey: string, ...lines: readonly string[]): MetadataObject =>
  readMetadataCsv(classKey, ['header', ...lines].join('\n'));

describe('files with metadata in CSV', () => {
  it('takes files as spreadsheets write them', () => {
    const text = '\uFEFF"name","uid","code"\r\n"Male", ,  M \r\n\r\n,,,\r\n"Fe\nmale"\r\n';
    const wanted = [
      { name: 'Male', code: 'M', shortName: 'Male' },
      { name: 'Fe\nmale', shortName: 'Fe\nmale' },
    ];
    expect(readMetadataCsv('CATEGORY_OPTION', text)).toEqual({ categoryOptions: wanted });
    expect(readMetadataCsv('CATEGORY_OPTION', text, { firstRowIsHeader: false }).categoryOptions).toHaveLength(3);
    expect(readMetadataCsv('CATEGORY_OPTION', 'name\rA\rB').categoryOptions).toHaveLength(2);
  });

  it('cuts texts as the peer does, but no uids, codes or formulas', () => {
    const long = 'x'.repeat(300);
    const [option] = read('CATEGORY_OPTION', `${long},${long},${long}`).categoryOptions as MetadataObject[];
    expect(option).toEqual({ name: long.slice(0, 230), id: long, code: long, shortName: long.slice(0, 50) });
    const astral = `${'x'.repeat(49)}😀`;
    expect(read('CATEGORY_OPTION', astral)).toMatchObject({ categoryOptions: [{ shortName: 'x'.repeat(49) }] });
  });

  it.each([
    ['', 'The CSV file has no rows below its header.'],
    ['name,uid', 'The CSV file has no rows below its header.'],
    ['name,uid\n,\n"",\n', 'The CSV file has no rows below its header.'],
    ['name\n"Male', 'The CSV file cannot be read at line 2: a quotation mark is opened and not closed.'],
    ['name\n"Male"s', 'The CSV file cannot be read at line 2: something follows a closing quotation mark.'],
    [
      'name\nMa"le',
      'The CSV file cannot be read at line 2: a quotation mark stands within a value; put the value in quotation marks and write it twice.',
    ],
    [
      'name\nMale,,,,,,,,,,,perhaps',
      'Line 2 of the CSV file has `perhaps` for `zeroIsSignificant`, which should be true or false.',
    ],
    [
      'name\nMale,,,,,,,,,,,constructor',
      'Line 2 of the CSV file has `constructor` for `zeroIsSignificant`, which should be true or false.',
    ],
  ])('refuses %j', (text, sentence) => {
    expect(refusal(409, () => readMetadataCsv('DATA_ELEMENT', text))).toBe(sentence);
  });

  it.each(['X', '', 'toString', 'data_element'])('does not know the class %j', (classKey) => {
    expect(refusal(409, () => readMetadataCsv(classKey, 'name\nA'))).toBe(`Cannot find Csv import class:  ${classKey}`);
  });

  it('makes nothing but properties that the types have, and throws nothing but what a caller may see', () => {
    const cell = fc.constantFrom('', 'a', GROUP, 'true', '7', '"', '"x"', '[1]', 'POINT', '__proto__', ' ', '\r');
    const file = fc.array(fc.array(cell, { maxLength: 17 }), { maxLength: 4 }).map((rows) => `h\n${rows.join('\n')}`);
    fc.assert(
      fc.property(fc.constantFrom(...DEFINITIONS.keys()), fc.oneof(file, fc.string()), (classKey, text) => {
        let payload: MetadataObject;
        try {
          payload = readMetadataCsv(classKey, text);
        } catch (error) {
          expect(error).toBeInstanceOf(OrderlyError);
          expect(error).toMatchObject({ status: 409 });
          return;
        }
        for (const [plural, objects] of Object.entries(payload)) {
          const type = findByPlural(plural);
          for (const property of (objects as MetadataObject[]).flatMap(Object.keys)) {
            expect(type?.properties.has(property), `${plural} ${property}`).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
