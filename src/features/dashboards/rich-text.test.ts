import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { richText } from './rich-text.js';

const shown = (text: string): string => richText(text).text.replaceAll(' style="color:#1565c0;"', '');

describe('texts of dashboards', () => {
  it.each([
    ['plain', 'plain'],
    ['a *bold* word', 'a <strong>bold</strong> word'],
    ['_both *at* once_', '<em>both <strong>at</strong> once</em>'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name', 'snake_case_name'],
    ['*not\nover lines*', '*not<br>over lines*'],
    [
      'See https://example.org/a_b_c?d=*e*&f.',
      'See <a href="https://example.org/a_b_c?d=*e*&amp;f">https://example.org/a_b_c?d=*e*&amp;f</a>.',
    ],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['https://x"onclick=1', '<a href="https://x/">https://x</a>&quot;onclick=1'],
    ['<img src=x onerror=y>', '&lt;img src=x onerror=y&gt;'],
  ])('%s', (text, wanted) => {
    expect(shown(text)).toBe(wanted);
  });

  it('lose nothing and gain nothing but marks', () => {
    const piece = fc.constantFrom('*', '_', ' ', '\n', 'a', '<', '&', 'https://a.b', '"', "'", '.');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('').trim();
        const bare = shown(text)
          .replaceAll('<br>', '\n')
          .replace(/<\/?(strong|em|a)( href="[^"<>]*")?>/g, '')
          .replace(
            /&(lt|gt|quot|#39|amp);/g,
            (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '',
          );
        expect(bare.replace(/[*_]/g, '')).toBe(text.replace(/[*_]/g, ''));
      }),
    );
  });

  it('are read in a time that grows with their length', () => {
    for (const letter of ['*', '_', 'https://', '*a ', '_a '])
      expect(shown(letter.repeat(20_000)).length).toBeGreaterThan(0);
  });
});
