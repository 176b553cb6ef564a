import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJavaString, encodeJavaString } from './java-string.js';

describe('serialised Java strings', () => {
  it('are written as Java writes them', () => {
    expect(encodeJavaString('pt_BR')?.toString('hex')).toBe(`aced0005740005${Buffer.from('pt_BR').toString('hex')}`);
    expect(encodeJavaString('\0')?.toString('hex')).toBe('aced0005740002c080');
    expect(encodeJavaString('é')?.toString('hex')).toBe('aced0005740002c3a9');
    // A character beyond the basic plane is two surrogates of three bytes.
    expect(encodeJavaString('😀')?.toString('hex')).toBe('aced0005740006eda0bdedb880');
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeJavaString(encodeJavaString(text) ?? Buffer.alloc(0))).toBe(text);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['a Boolean', 'aced0005737200116a6176612e6c616e672e426f6f6c65616e'],
    ['a length that is wrong', 'aced0005740003616263ff'],
    ['half a character', 'aced0005740001c3'],
    ['a byte that begins nothing', 'aced0005740001ff'],
  ])('leaves %s alone', (_name, hex) => {
    expect(decodeJavaString(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  it('cannot be longer than their length can say', () => {
    expect(encodeJavaString('x'.repeat(65_535))).toHaveLength(65_542);
    expect(encodeJavaString('x'.repeat(65_536))).toBeUndefined();
  });
});
